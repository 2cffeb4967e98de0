import type { ApiResponse } from '../contract/response.ts'
import type { components } from '../generated/contract.ts'

/** An operation of a batch, as the request holds it. */
export type BatchItem = components['schemas']['BatchOperation']

/**
 * Carries out an operation of a batch as if it had been requested by itself, in the batch's own transaction.
 * @param place where it stands in the request, as a JSON Pointer; what is wrong with it is told from there
 * @throws Problem
 */
export type RunSubrequest = (item: BatchItem, place: string) => Promise<ApiResponse>
