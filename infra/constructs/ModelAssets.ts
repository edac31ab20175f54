import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { Construct } from 'constructs';
import { InvalidInput } from '../../layers/contracts/errors.ts';
import type { ModelFolder } from '../models.ts';
import { listFiles } from '../models.ts';

export interface Shard {
  readonly name: string;
  readonly uri: string;
}

/** The spec and the files beside it, as assets of the app: they travel with the deployment. */
export class ModelAssets extends Construct {
  /** URI of the spec as JSON, with every default filled in. */
  readonly spec: string;
  /** URIs of the sources, by name; a glob has one for each of its files. */
  readonly sources: Readonly<Record<string, readonly Shard[]>>;
  private readonly assets: Asset[] = [];
  private readonly folder: ModelFolder;

  constructor(scope: Construct, id: string, folder: ModelFolder) {
    super(scope, id);
    this.folder = folder;
    const directory = 'dist/specs';
    mkdirSync(directory, { recursive: true });
    const file = join(directory, `${folder.spec.name}.json`);
    writeFileSync(file, JSON.stringify(folder.spec));
    this.spec = this.add('Spec', file);
    this.sources = Object.fromEntries(
      Object.entries(folder.spec.data.sources).map(([name, source]) => [
        name,
        this.resolve(`Source-${name}`, source),
      ]),
    );
  }

  /** The files that a URI, file, folder or glob of the spec stands for; `s3://` is left to the step. */
  resolve(id: string, source: string): Shard[] {
    if (/^[a-z0-9]+:\/\//.test(source)) return [{ name: basename(source), uri: source }];
    const files = listFiles(this.folder.directory, source);
    if (files.length === 0) {
      throw new InvalidInput(
        `${this.folder.file}: there is no file ${JSON.stringify(source)}: put it beside the spec, or name an s3:// URI`,
      );
    }
    return files.map((file, index) => ({ name: basename(file), uri: this.add(`${id}-${index}`, file) }));
  }

  /** Lets a function read exactly these files. */
  grantRead(grantee: IGrantable): void {
    const resources = this.assets.map((asset) => asset.bucket.arnForObjects(asset.s3ObjectKey));
    grantee.grantPrincipal.addToPrincipalPolicy(
      new PolicyStatement({ actions: ['s3:GetObject'], resources }),
    );
  }

  private add(id: string, path: string): string {
    const asset = new Asset(this, id, { path });
    this.assets.push(asset);
    return asset.s3ObjectUrl;
  }
}
