import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';

/** The rooms of the house; a newcomer finds each that exists within two clicks from README. */
const rooms = [
  'infra',
  'functions',
  'layers/learn',
  'layers/contracts',
  'layers/store',
  'layers/tables',
  'layers/watch',
  'layers/runtime',
  'layers/native',
  'local',
  'cli',
  'console',
  'models',
  'test',
  'bench',
  'docs/adr',
];

const documents = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && existsSync(file));

interface Link {
  /** Path from the repository's root. */
  readonly path: string;
  readonly heading: string | undefined;
}

/** Relative links of a document, outside of its code blocks. */
function linksOf(document: string): Link[] {
  const prose = readFileSync(document, 'utf8')
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .replaceAll(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => {
      const [path = '', heading] = target.split('#');
      return { path: path === '' ? document : normalize(join(dirname(document), path)), heading };
    });
}

/** Headings as GitHub names them in a link. */
function anchorsOf(document: string): string[] {
  return [...readFileSync(document, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text]) =>
    text!
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

describe('the documents', () => {
  it.each(documents)('%s links to what is there', (document) => {
    const broken = linksOf(document).filter(
      ({ path, heading }) =>
        !existsSync(path) ||
        (heading !== undefined && path.endsWith('.md') && !anchorsOf(path).includes(heading)),
    );
    expect(broken).toEqual([]);
  });

  it('lead from README to every room in two clicks', () => {
    const first = linksOf('README.md').map(({ path }) => path);
    const second = first
      .filter((path) => path.endsWith('.md') && statSync(path).isFile())
      .flatMap((path) => linksOf(path).map((link) => link.path));
    const reached = new Set([...first, ...second].map((path) => path.replace(/\/$/, '')));
    expect(rooms.filter((room) => existsSync(room) && !reached.has(room))).toEqual([]);
  });
});
