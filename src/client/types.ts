// The types of the contract that front ends name most.
import type { components } from '../generated/client.ts'

type Schemas = components['schemas']

export type List = Schemas['List']
export type ListCreation = Schemas['ListCreation']
export type ListUpdate = Schemas['ListUpdate']
export type Priority = Schemas['Priority']
export type Problem = Schemas['Problem']
export type Recurrence = Schemas['Recurrence']
export type Tag = Schemas['Tag']
export type Task = Schemas['Task']
export type TaskCreation = Schemas['TaskCreation']
export type TaskUpdate = Schemas['TaskUpdate']
export type User = Schemas['User']
