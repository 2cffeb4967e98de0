/** What names and addresses are compared by: normal form C, in lower case. */
export const keyOf = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC')
