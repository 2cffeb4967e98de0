/** The form in which passwords, and addresses up to their domains, are compared: normal form C, in lower case. */
export const caseFold = (text: string): string => text.normalize('NFC').toLowerCase().normalize('NFC')
