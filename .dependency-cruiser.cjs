/** DESIGN's import rules: which room may use which. */
const rooms = {
  'layers/learn': [],
  'layers/contracts': [],
  'layers/store': ['layers/contracts'],
  'layers/tables': ['layers/contracts'],
  'layers/watch': ['layers/learn', 'layers/contracts'],
  'layers/runtime': ['layers/contracts'],
  'layers/native': [],
  'layers/threads': ['layers/learn'],
  functions: ['layers'],
  infra: ['layers/contracts', 'layers/native'],
  local: ['layers/contracts', 'layers/runtime'],
  cli: ['layers/contracts', 'layers/tables', 'local'],
};

/** Packages a room may use; rooms that are not listed are free. */
const packages = {
  'layers/learn': ['ml-matrix', 'stemmer'],
  'layers/contracts': ['zod', 'yaml'],
  'layers/store': ['@aws-sdk', '@smithy', 'uuid'],
  'layers/tables': ['@duckdb', 'apache-arrow'],
  'layers/watch': [],
  'layers/threads': ['tsx'],
  'layers/runtime': ['@aws-lambda-powertools', '@types/aws-lambda', 'zod'],
};

/** Run by `npm run`, never imported by what runs in the product. */
const compilers = '^layers/learn/kernels/compile[.]ts$';

const between = Object.entries(rooms).map(([room, allowed]) => ({
  name: `${room.replace('/', '-')}-imports`,
  comment: `${room}/ may import ${allowed.length === 0 ? 'no other room' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${room}/` },
  to: {
    path: '^(infra|functions|layers|local|cli|console|models|test|bench)/',
    pathNot: [`^${room}/`, ...allowed.map((name) => `^${name}/`)],
  },
}));

const external = Object.entries(packages).map(([room, allowed]) => ({
  name: `${room.replace('/', '-')}-packages`,
  comment: `${room}/ may use ${allowed.length === 0 ? 'no package' : allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${room}/`, pathNot: compilers },
  to: {
    dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer'],
    ...(allowed.length > 0 && { pathNot: `node_modules/(${allowed.join('|')})(/|$)` }),
  },
}));

module.exports = {
  forbidden: [
    ...between,
    ...external,
    {
      name: 'learn-is-pure',
      comment: 'layers/learn runs anywhere: no Node',
      severity: 'error',
      from: { path: '^layers/learn/', pathNot: compilers },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'steps-know-no-aws',
      comment: 'step.ts and app.ts hold the logic; handler.ts alone wires it to AWS',
      severity: 'error',
      from: { path: '^functions/[^/]+/(step|app)[.]ts$' },
      to: { path: 'node_modules/@aws-(sdk|lambda)' },
    },
    {
      name: 'no-function-imports-another',
      severity: 'error',
      from: { path: '^functions/([^/]+)/' },
      to: { path: '^functions/', pathNot: '^functions/$1/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // AssemblyScript, which its compiler checks, and what runs beside the packages that it compares, installed elsewhere.
    exclude: { path: '^(layers/learn/kernels/assembly/|bench/learn/peers/npm[.]mjs$)' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    combinedDependencies: false,
  },
};
