// The plans of all statements, which PostgreSQL writes to a file as it carries them out.
import { createReadStream } from 'node:fs'
import { basename, dirname } from 'node:path'
import { createInterface } from 'node:readline'

/** The parts of EXPLAIN's JSON that are looked at. */
type PlanNode = { 'Schema'?: string; 'Actual Loops'?: number; 'Plans'?: PlanNode[] }

/** A statement that was carried out, and the schemas of the tables that it read or changed, such as those of partitions. */
export type Carried = { application: string; text: string; schemas: Set<string> }

// A message begins with it, and its further lines with a tab.
const prefix = '>%a\t'

/** The settings that have PostgreSQL write the plan of every statement to a file, those in functions included. */
export const planSettings = (file: string): Record<string, string> => ({
  'logging_collector': 'on',
  'log_directory': dirname(file),
  'log_filename': basename(file),
  'log_file_mode': '0644',
  'log_rotation_size': '0',
  'log_rotation_age': '0',
  'log_line_prefix': prefix,
  'shared_preload_libraries': 'auto_explain',
  'auto_explain.log_min_duration': '0',
  // What a plan leaves out as it runs is known only then.
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_verbose': 'on',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  'auto_explain.log_parameter_max_length': '0',
})

/** Reads the statements of a file, in the order in which they ended. */
export async function* readPlans(file: string): AsyncGenerator<Carried> {
  let current: { application: string; lines: string[] } | null = null
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (!line.startsWith('>')) {
      current?.lines.push(line)
      continue
    }
    if (current) yield carriedOut(current)
    const [application = '', message = ''] = line.slice(1).split('\t', 2)
    current = /^LOG: {2}duration: .* plan:$/.test(message) ? { application, lines: [] } : null
  }
  if (current) yield carriedOut(current)
}

function carriedOut({ application, lines }: { application: string; lines: string[] }): Carried {
  const explained = JSON.parse(lines.join('\n')) as { 'Query Text': string; 'Plan': PlanNode } // as auto_explain writes it
  return { application, text: explained['Query Text'], schemas: new Set(schemasIn(explained.Plan)) }
}

const schemasIn = (node: PlanNode): string[] => [
  ...(node.Schema !== undefined && node['Actual Loops'] !== 0 ? [node.Schema] : []),
  ...(node.Plans ?? []).flatMap(schemasIn),
]
