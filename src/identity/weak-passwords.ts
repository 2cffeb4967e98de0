import { caseFold } from '../case-fold.ts'
import { invalidRequest, passwordRefused } from '../problem.ts'
import { isCommonPassword } from './common-passwords.ts'

/** Whose password it is to be. */
type Owner = { email: string; name?: string }

/** @throws Problem 400 for a new password that is too short or easy to guess; `pointer` is where it was sent */
export function requireStrong(pointer: string, password: string, owner: Owner): void {
  // The contract counted the characters as sent; in the composed form, which is compared, there may be fewer.
  if (Array.from(password.normalize('NFC')).length < shortest) throw invalidRequest([{ pointer, detail: `must have at least ${shortest} characters` }])
  const weakness = weaknessOf(password, owner)
  if (weakness !== null) throw passwordRefused(pointer, weakness)
}

/**
 * Why a password is among the first that anyone would try (NIST SP 800-63B section 3.1.1.2), however its letters are written.
 * @returns the detail of the error; null for any other password
 */
export function weaknessOf(password: string, owner: Owner): string | null {
  const folded = caseFold(password)
  if (isCommonPassword(folded)) return 'must not be a common password'
  if (isRepeated(folded)) return 'must not be a few characters, or a common password, again and again'
  if (isSequence(folded)) return 'must not be a sequence, such as 12345678 or qwertyui'
  if (isOf(folded, owner)) return 'must not be your e-mail address or your name'
  return null
}

/** The minimum length of a password: a shorter piece is no better for being repeated. */
const shortest = 8

function isRepeated(password: string): boolean {
  const characters = Array.from(password)
  const isMadeOf = (size: number): boolean => characters.every((character, index) => character === characters[index % size])
  for (let size = 1; size <= characters.length / 2; size += 1) {
    if (isMadeOf(size) && (size < shortest || isCommonPassword(characters.slice(0, size).join('')))) return true
  }
  return false
}

/** Digits and keyboards, row after row: QWERTY, QWERTZ, AZERTY and ЙЦУКЕН. */
const lines = [
  '1234567890',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  'йцукенгшщзхъфывапролджэячсмитьбю',
].flatMap((line) => {
  const around = line + line
  return [around, Array.from(around).reverse().join('')]
})

/** Whether a password runs along an alphabet, the digits or a keyboard, in one direction. */
function isSequence(password: string): boolean {
  const codes = Array.from(password, (character) => character.codePointAt(0) ?? 0)
  const runs = (step: number): boolean => codes.every((code, index) => index === 0 || code === (codes[index - 1] ?? 0) + step)
  return runs(1) || runs(-1) || lines.some((line) => line.includes(password))
}

function isOf(password: string, { email, name = '' }: Owner): boolean {
  const plain = lettersAndDigits(password)
  return plain !== '' && [email, email.slice(0, email.lastIndexOf('@')), name].some((text) => lettersAndDigits(caseFold(text)) === plain)
}

/** Without what divides the parts of a name or address. */
const lettersAndDigits = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]/gu, '')
