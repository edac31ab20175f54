import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { type IGrantable, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { ModelFolder } from '../models.ts';
import { listFiles } from '../models.ts';
import { type ExternalObjects, externalObjects, grantObjects } from './externalObjects.ts';

export interface Shard {
  readonly name: string;
  readonly uri: string;
}

/** Files of a scheduled batch: the event that starts it may hold 8,192 characters, some 250 for each. */
const mostShards = 30;

/** The spec and the files beside it, as assets of the app: they travel with the deployment. */
export class ModelAssets extends Construct {
  /** URI of the spec as JSON, with every default filled in. */
  readonly spec: string;
  /** URIs of the sources, by name; a glob has one for each of its files. */
  readonly sources: Readonly<Record<string, readonly Shard[]>>;
  /** Input of each scheduled batch: a URI, or the files beside the spec. */
  readonly batchInputs: readonly (string | Shard[])[];
  /** What is read from buckets that are not the app's own. */
  readonly read: readonly ExternalObjects[];
  /** What batches may read and write there. */
  readonly written: readonly ExternalObjects[];
  private readonly assets: Asset[] = [];
  private readonly folder: ModelFolder;

  /** @param batchBuckets buckets that batches which people start may read and write */
  constructor(scope: Construct, id: string, folder: ModelFolder, batchBuckets: readonly string[]) {
    super(scope, id);
    this.folder = folder;
    this.spec = this.addText('Spec', JSON.stringify(folder.spec));
    this.sources = Object.fromEntries(
      Object.entries(folder.spec.data.sources).map(([name, source]) => [
        name,
        this.resolve(`Source-${name}`, source),
      ]),
    );
    const { data, schedule } = folder.spec;
    this.batchInputs = schedule.batch.map(({ input }, index) => {
      if (isUri(input)) return input;
      const shards = this.resolve(`Batch${index}`, input);
      if (shards.length <= mostShards) return shards;
      throw new InvalidInput(
        `${folder.file}: the scheduled batch of ${input} has ${shards.length} files, more than the ${mostShards} that an event can name: put them into S3 and name their folder, s3://bucket/folder/`,
      );
    });
    this.read = [...Object.values(data.sources), ...schedule.batch.map(({ input }) => input)].flatMap(
      (uri) => externalObjects(uri) ?? [],
    );
    this.written = [
      ...schedule.batch.map(({ output }) => `${output.replace(/\/+$/, '')}/`),
      ...batchBuckets.map((bucket) => `s3://${bucket}/`),
    ].flatMap((uri) => externalObjects(uri) ?? []);
  }

  /** The files that a URI, file, folder or glob of the spec stands for; `s3://` is left to the step. */
  private resolve(id: string, source: string): Shard[] {
    if (isUri(source)) return [{ name: basename(source), uri: source }];
    const files = listFiles(this.folder.directory, source);
    if (files.length === 0) {
      throw new InvalidInput(
        `${this.folder.file}: there is no file ${JSON.stringify(source)}: put it beside the spec, or name an s3:// URI`,
      );
    }
    return files.map((file, index) => ({ name: basename(file), uri: this.add(`${id}-${index}`, file) }));
  }

  /** Lets a function read exactly these files, and what the spec names elsewhere. */
  grantRead(grantee: IGrantable): void {
    const resources = this.assets.map((asset) => asset.bucket.arnForObjects(asset.s3ObjectKey));
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources }),
    );
    grantObjects(grantee, Stack.of(this), this.read, ['s3:GetObject']);
  }

  /** Lets a function of a batch read and write where batches lie that are not beside the spec. */
  grantBatches(grantee: IGrantable): void {
    grantObjects(grantee, Stack.of(this), this.written, ['s3:GetObject', 's3:PutObject', 's3:DeleteObject']);
  }

  /** The CDK copies an asset into the assembly as soon as it is made. */
  private addText(id: string, text: string): string {
    const directory = mkdtempSync(join(tmpdir(), 'millrace-asset-'));
    try {
      const file = join(directory, 'text.json');
      writeFileSync(file, text);
      return this.add(id, file);
    } finally {
      rmSync(directory, { recursive: true });
    }
  }

  private add(id: string, path: string): string {
    const asset = new Asset(this, id, { path });
    this.assets.push(asset);
    return asset.s3ObjectUrl;
  }
}

function isUri(source: string): boolean {
  return /^[a-z0-9]+:\/\//.test(source);
}
