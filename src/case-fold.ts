/** What names and addresses are compared by: normal form C, in lower case. */
export const caseFold = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC')
