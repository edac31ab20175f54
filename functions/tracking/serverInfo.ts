import { Hono } from 'hono';

/** Version of MLflow whose protocol this is. */
export const mlflowVersion = '3.17.2';

/** What a client asks a server about itself; `/health` and `/version` are plain text. */
export function serverRoutes(): Hono {
  return new Hono().get('/health', (c) => c.text('OK')).get('/version', (c) => c.text(mlflowVersion));
}

/**
 * `GET …/api/3.0/mlflow/server-info`: mlflow/utils/server_info.py
 *
 * @param root where artifacts lie
 */
export function serverInfoRoute(root: string): Hono {
  return new Hono().get('/server-info', (c) =>
    c.json({
      store_type: null,
      workspaces_enabled: false,
      trace_archival_enabled: false,
      // To S3 files of 500 MB and more go up in parts; the local runner takes any size in one go. Down they come by a
      // redirect, which takes one request for small files, and less memory of the client for large ones.
      multipart_uploads_enabled: root.startsWith('s3:'),
      multipart_downloads_enabled: false,
      presigned_upload_run_id_supported: false,
      presigned_upload_model_id_supported: false,
      features_enabled: { gateway: false },
    }),
  );
}
