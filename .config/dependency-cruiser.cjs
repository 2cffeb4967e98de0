// The rooms of src/, top first: each may import only from the rooms below it.
const rooms = [
  ['main', '^src/main\\.ts$'],
  ['commands', '^src/commands/'],
  ['server', '^src/server\\.ts$'],
  ['app', '^src/app\\.ts$'],
  ['mcp', '^src/mcp/'],
  ['docs', '^src/docs/'],
  ['conformance', '^src/conformance/'],
  ['http', '^src/http/'],
  ['generated/handlers', '^src/generated/handlers\\.ts$'],
  ['operations', '^src/operations/'],
  ['domain', '^src/domain/'],
  ['execution', '^src/execution/'],
  ['identity', '^src/identity/'],
  ['generated/sql', '^src/generated/sql\\.ts$'],
  ['database', '^src/database/'],
  ['contract', '^src/contract/'],
  ['generated', '^src/generated/(operation-ids|contract|document|samples|client)\\.ts$'],
  ['observability', '^src/observability/'],
  ['config, problem and case-fold', '^src/(config|problem|case-fold)\\.ts$'],
]
module.exports = {
  forbidden: [
    { name: 'no-cycle', severity: 'error', comment: 'Move what both need into a file below both.', from: { path: '^src/' }, to: { circular: true } },
    ...rooms.slice(1).map(([room, path], index) => ({
      name: `${room} imports only downwards`,
      severity: 'error',
      comment: `${room} stands below what it imports here. Move what it needs down, or hand it in from above.`,
      from: { path },
      to: { path: rooms.slice(0, index + 1).map(([, above]) => above) },
    })),
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.json' }, doNotFollow: { path: 'node_modules' }, exclude: { path: 'assets' } },
}
