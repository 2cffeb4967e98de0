import { join } from 'node:path'
import { inject } from 'vitest'

/** How the program that this run has built is started: node's arguments, up to the command. */
export const program = [join(inject('builtFolder'), 'main.js')]
