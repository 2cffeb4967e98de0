import type { ApiResponse } from '../contract/response.ts'
import type { components } from '../generated/contract.ts'

/** An operation of a batch, as in the request. */
export type BatchItem = components['schemas']['BatchOperation']

/**
 * Executes an operation of a batch as if it was requested on its own, in the transaction of the batch.
 * @param place its JSON Pointer in the request, the prefix of error pointers
 * @throws Problem
 */
export type RunSubrequest = (item: BatchItem, place: string) => Promise<ApiResponse>
