// White space, characters that only format others, and characters that are invisible by default.
const visible = /[^\p{White_Space}\p{Cf}\p{Default_Ignorable_Code_Point}]/u

/** Whether nothing of a string can be seen. */
export const isBlank = (text: string): boolean => !visible.test(text)
