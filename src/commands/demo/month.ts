import type { components } from '../../client/index.ts'

type Priority = components['schemas']['Priority']

/** A task of the month: where it is, when it is due, and what has become of it. */
export type DemoTask = {
  title: string
  description?: string
  list?: DemoList
  tags?: DemoTag[]
  priority?: Priority
  /** The days from today to its due date, perhaps with a local time. */
  due?: number
  at?: string
  rule?: string
  /** How often it was completed; more than once only if it recurs. */
  completions?: number
  subtasks?: { title: string; completed?: boolean }[]
}

export const lists = { Work: '#3b6fd4', Home: '#4a9d5b', Trip: '#c9772b' }
export const tags = { errands: '#8a5cc2', calls: '#c2475c', waiting: '#7a7f87', garden: '#4a9d5b' }

type DemoList = keyof typeof lists
type DemoTag = keyof typeof tags

/** Two weeks back and more than two ahead. */
export const month: DemoTask[] = [
  { title: 'Send the offer to Nadine', list: 'Work', due: -13, priority: 'high', completions: 1 },
  { title: 'Renew the library card', tags: ['errands'], due: -12, completions: 1 },
  { title: 'Book the train to Lisbon', list: 'Trip', due: -11, priority: 'high', completions: 1 },
  { title: 'Review the budget of the second half', list: 'Work', due: -10, at: '10:00', completions: 1 },
  { title: 'Repair the gate', list: 'Home', tags: ['garden'], due: -9, completions: 1 },
  { title: 'Call the dentist', tags: ['calls'], due: -8, completions: 1 },
  { title: 'Write the summary of the workshop', list: 'Work', due: -7, priority: 'medium', completions: 1 },
  { title: 'Return the drill to Tom', tags: ['errands'], due: -6, completions: 1 },
  { title: 'Reserve a table for Friday', tags: ['calls'], due: -5, completions: 1 },
  { title: 'Fix the date filter of the report', list: 'Work', due: -4, priority: 'high', completions: 1 },
  { title: 'Order new glasses', due: -3, completions: 1 },
  { title: 'Answer the landlord', list: 'Home', tags: ['calls'], due: -2, priority: 'medium' },
  { title: 'Hand in the travel expenses', list: 'Work', due: -1, description: 'The receipts are in the blue folder.' },
  { title: 'Team meeting', list: 'Work', due: -14, at: '09:30', rule: 'FREQ=WEEKLY', completions: 2 },
  { title: 'Water the plants', list: 'Home', tags: ['garden'], due: -9, rule: 'FREQ=DAILY;INTERVAL=3', completions: 3 },
  { title: 'Put out the recycling', list: 'Home', due: -12, rule: 'FREQ=WEEKLY;INTERVAL=2', completions: 1 },
  { title: 'Pay the rent', list: 'Home', due: 6, rule: 'FREQ=MONTHLY', priority: 'high' },
  { title: 'Send the invoice of the month', list: 'Work', due: 9, rule: 'FREQ=MONTHLY', tags: ['waiting'] },
  { title: 'Buy bread and oat milk', tags: ['errands'], due: 0 },
  { title: 'Call Grandma', tags: ['calls'], due: 0, at: '18:00' },
  {
    title: 'Prepare the talk',
    list: 'Work',
    due: 5,
    at: '14:00',
    priority: 'high',
    description: 'Twenty minutes, then questions.',
    subtasks: [{ title: 'Outline', completed: true }, { title: 'Slides', completed: true }, { title: 'Rehearse with Ben' }],
  },
  { title: 'Order ink', list: 'Work', tags: ['errands'], due: 1, priority: 'low' },
  { title: 'Ask Jo about the contract', list: 'Work', tags: ['waiting'], due: 2 },
  { title: 'Plant the tulips', list: 'Home', tags: ['garden'], due: 3 },
  { title: 'Clean the windows', list: 'Home', due: 4, priority: 'low' },
  { title: 'Review the pull requests', list: 'Work', due: 1, at: '16:00', priority: 'medium' },
  { title: 'Plan the next quarter', list: 'Work', due: 12, priority: 'medium' },
  {
    title: 'Pack for Lisbon',
    list: 'Trip',
    due: 14,
    subtasks: [{ title: 'Passport' }, { title: 'Charger and adapter' }, { title: 'Rain jacket', completed: true }],
  },
  { title: 'Train to Lisbon', list: 'Trip', due: 15, at: '07:52', priority: 'high' },
  { title: 'Reserve the walking tour', list: 'Trip', tags: ['waiting'], due: 8 },
  { title: 'Find someone to feed the cat', list: 'Trip', tags: ['calls'], due: 7, priority: 'medium' },
  { title: 'Check the smoke detectors', list: 'Home', due: 16 },
  { title: "Mia's birthday present", tags: ['errands'], due: 10 },
  { title: 'Car inspection', tags: ['errands'], due: 16, at: '08:15' },
  { title: 'Learn the chords of "Blackbird"' },
  { title: 'Sort the photos of last summer', list: 'Home', priority: 'low' },
  { title: 'Read the book Ana lent me' },
]
