/** Fixed headers of every response, against content sniffing and embedding by browsers. */
export const securityHeaders = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
}

/** The default Cache-Control. */
export const noStore = 'no-store'
