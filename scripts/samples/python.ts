import type { Json } from '../contract/document.ts'
import type { Call } from './calls.ts'
import { around, laidOut, listed } from './layout.ts'
import type { Code } from './layout.ts'
import { pythonProgram } from './programs.ts'
import { answerName, pascal, snake, url } from './sample.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import type { Field, Value } from './value.ts'

/** Python, with the SDK of `npm run sdk -- python`. */
export const python: SampleLanguage = { name: 'python', sample, program: pythonProgram }

// Renamed by the generator's options in scripts/sdk/languages.ts.
const renamed = new Map([
  ['from', 'from_'],
  ['date', 'date_'],
])

function sample(call: Call): Sample {
  const input = [
    ...[...call.path, ...call.query].map(({ name, value }) => around(`${renamed.get(name) ?? name}=`, literal(value))),
    ...(call.body ? [around(`${snake(call.body.name)}=`, literal(call.body))] : []),
  ]
  const answer = answerName(call)
  const before = answer === null ? '' : `${snake(answer)} = `
  const asked = listed(`${before}taskpact.${pascal(call.tag)}Api(client).${snake(call.id)}(`, input, ')')
  const lines = [
    laidOut(listed('configuration = taskpact.Configuration(', [`host="${url}"`, ...(call.secured ? ['access_token=token'] : [])], ')'), '    '),
    'with taskpact.ApiClient(configuration) as client:',
    `    ${laidOut(asked, '    ', 1)}`,
    ...(answer === null ? [] : [`    print(${snake(answer)})`]),
  ]
  const { id, example, secured } = call
  return { id, example, secured, imports: ['import taskpact'], code: lines.join('\n') }
}

function literal(value: Value): Code {
  if (value.json === null) return 'None'
  if (value.kind === 'enum') return `taskpact.${value.name}.${value.member}`
  if (value.kind === 'list') return listed('[', value.items.map(literal), ']')
  if (value.kind === 'model') return model(value.name, value.fields)
  return plain(value.json)
}

function model(name: string, fields: Field[]): Code {
  const parts = fields.map((field) => around(`${renamed.get(field.name) ?? field.name}=`, literal(field.value)))
  return listed(`taskpact.${name}(`, parts, ')')
}

function plain(json: Json): Code {
  if (json === null) return 'None'
  if (typeof json === 'boolean') return json ? 'True' : 'False'
  if (typeof json !== 'object') return JSON.stringify(json)
  if (Array.isArray(json)) return listed('[', json.map(plain), ']')
  return listed(
    '{',
    Object.entries(json).map(([name, each]) => around(`${JSON.stringify(name)}: `, plain(each))),
    '}',
  )
}
