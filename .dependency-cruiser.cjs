// Who may import whom. Each rule says what is allowed; everything else of a room is refused.

const tests = '^(tests|e2e|bench|scripts)/'

/** Packages that resolve to node_modules, by name. */
const packages = (...names) => names.map((name) => `(^|/)node_modules/(@types/)?${name}(/|$)`)

/** Node's own modules, as the dependency's type. */
const allow = (name, comment, from, allowed, options = {}) => ({
  name,
  comment,
  severity: 'error',
  from,
  to: { pathNot: allowed, ...(options.builtins === false ? {} : { dependencyTypesNot: ['core'] }) },
})

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no first room to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'nothing-unresolved',
      comment: 'An import that resolves to nothing is not checked by any rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    allow(
      'contract-imports-zod-only',
      'What crosses the process line runs in a sandbox and in a page: zod and nothing else.',
      { path: '^src/contract/' },
      ['^src/contract/', ...packages('zod')],
      { builtins: false },
    ),
    allow(
      'processor-imports-itself-only',
      'The processor knows interfaces, never a Redis client.',
      { path: '^src/processor/' },
      ['^src/processor/'],
    ),
    allow(
      'redis-imports-processor',
      'Connections and names: ioredis and the interfaces of the processor.',
      { path: '^src/redis/' },
      ['^src/(redis|processor)/', ...packages('ioredis', '@ioredis')],
    ),
    allow(
      'dedup-imports-redis-and-processor',
      'Holds: ioredis, the connection and the interfaces of the processor.',
      { path: '^src/dedup/' },
      ['^src/(dedup|redis|processor)/', ...packages('ioredis', '@ioredis')],
    ),
    allow(
      'handlers-import-one-library',
      'The script host: Node, its type stripper, the errors of the processor, and the table of what a script gets.',
      { path: '^src/handlers/' },
      [
        '^src/handlers/',
        '^src/processor/errors\\.ts$',
        '^src/contract/handler-context\\.ts$',
        ...packages('amaro'),
      ],
    ),
    allow(
      'store-imports-one-library',
      'The job store: Node, its database, and the errors of the processor.',
      { path: '^src/store/' },
      ['^src/store/', '^src/processor/errors\\.ts$', ...packages('libsql')],
    ),
    allow(
      'index-exports-the-library',
      'The library is what a service installs: never the app.',
      { path: '^src/index\\.ts$' },
      ['^src/(processor|dedup|redis)/'],
    ),
    allow(
      'runtime-imports-src',
      'The runtime composes the rooms; the face of the library is for others.',
      { path: '^src/runtime/' },
      ['^src/(?!index\\.ts$)', '(^|/)node_modules/'],
    ),
    allow(
      'preload-is-alone',
      'The preload runs in a sandbox: the contract, electron, and nothing else of the shell.',
      { path: '^electron/preload\\.ts$' },
      ['^src/contract/', ...packages('electron')],
      { builtins: false },
    ),
    allow(
      'electron-imports-runtime-and-contract',
      'The shell has no job logic: it wires the runtime to windows.',
      { path: '^electron/', pathNot: '^electron/preload\\.ts$' },
      ['^electron/', '^src/(runtime|contract)/', ...packages('electron', 'pino', 'zod')],
    ),
    {
      name: 'nobody-imports-preload',
      comment: 'Importing the preload would run it in the wrong process.',
      severity: 'error',
      from: {},
      to: { path: '^electron/preload\\.ts$' },
    },
    allow(
      'renderer-imports-contract',
      'A page has no Node and no Redis: packages for the page, and the contract.',
      { path: '^renderer/' },
      ['^renderer/', '^src/contract/', '(^|/)node_modules/'],
      { builtins: false },
    ),
    {
      name: 'renderer-has-no-node-packages',
      comment: 'These need Node: they have no place in a page.',
      severity: 'error',
      from: { path: '^renderer/' },
      to: { path: packages('electron', 'ioredis', '@ioredis', 'pino', 'amaro', 'libsql') },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'What two features share lives in renderer/ui or renderer/api.',
      severity: 'error',
      from: { path: '^renderer/features/([^/]+)/' },
      to: { path: '^renderer/features/', pathNot: '^renderer/features/$1/' },
    },
    {
      name: 'product-does-not-import-tests',
      comment: 'Tests, benchmarks and scripts are no part of the product.',
      severity: 'error',
      from: { path: '^(src|electron|renderer)/' },
      to: { path: tests },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Texts that are copied to users: what they import lies beside the copy.
    exclude: { path: '^src/handlers/(samples|templates/scripts)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Types count: a room that knows another's types knows the other.
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json'],
    },
  },
}
