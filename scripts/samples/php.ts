import type { Json } from '../contract/document.ts'
import { typesOf } from './calls.ts'
import type { Call } from './calls.ts'
import { around, chained, laidOut, listed } from './layout.ts'
import type { Code } from './layout.ts'
import { phpProgram } from './programs.ts'
import { answerName, pascal, snake, url } from './sample.ts'
import type { Sample, SampleLanguage } from './sample.ts'
import type { Field, Value } from './value.ts'

/** PHP, with the SDK of `npm run sdk -- php`. */
export const php: SampleLanguage = { name: 'php', sample, program: phpProgram }

function sample(call: Call): Sample {
  const input = [
    ...[...call.path, ...call.query].map(({ name, value }) => around(`${name}: `, literal(value))),
    ...(call.body ? [around(`${snake(call.body.name)}: `, literal(call.body))] : []),
  ]
  const api = `${pascal(call.tag)}Api`
  const answer = answerName(call)
  const before = `${answer === null ? '' : `$${answer} = `}(new ${api}(config: $configuration))->${call.id}(`
  const lines = [
    laidOut(chained('$configuration = (new Configuration())', [`->setHost('${url}')`, ...(call.secured ? ['->setAccessToken($token)'] : [])], ';'), '    '),
    laidOut(listed(before, input, ');'), '    '),
    ...(answer === null ? [] : [`print_r($${answer});`]),
  ]
  const types = typesOf(call)
  const names = [`Api\\${api}`, 'Configuration', ...new Set(types.map((type) => `Model\\${type}`))]
  const { id, example, secured } = call
  return { id, example, secured, imports: names.map((name) => `use Taskpact\\${name};`), code: lines.join('\n') }
}

function literal(value: Value): Code {
  if (value.json === null) return 'null'
  if (value.kind === 'enum') return `${value.name}::${value.member}`
  if (value.kind === 'list') return listed('[', value.items.map(literal), ']')
  if (value.kind === 'model') return model(value.name, value.fields)
  return plain(value.json)
}

// With setters, as an array could have unknown names.
function model(name: string, fields: Field[]): Code {
  const parts = fields.map((field) => around(`->set${pascal(field.name)}(`, literal(field.value), ')'))
  return parts.length > 0 ? chained(`(new ${name}())`, parts) : `new ${name}()`
}

function plain(json: Json): Code {
  if (typeof json === 'string') return quoted(json)
  if (Array.isArray(json)) return listed('[', json.map(plain), ']')
  if (typeof json !== 'object' || json === null) return JSON.stringify(json)
  return listed(
    '[',
    Object.entries(json).map(([name, each]) => around(`${quoted(name)} => `, plain(each))),
    ']',
  )
}

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
