import { useState } from 'react'
import type { SubmitEvent } from 'react'
import { api, wordsOf } from './api.ts'

export function SignIn({ onSignedIn }: { onSignedIn: () => void }) {
  const [fault, setFault] = useState('')

  async function sign(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter)
    const text = (name: string) => String(form.get(name))
    const [email, password] = [text('email'), text('password')]
    try {
      if (text('way') === 'register') await api.registerUser({ body: { email, password, name: email.split('@')[0] || email } })
      else await api.loginUser({ body: { email, password } })
      onSignedIn()
    } catch (error) {
      setFault(wordsOf(error))
    }
  }

  return (
    <>
      <h1>Tasks</h1>
      <form onSubmit={(event) => void sign(event)}>
        <label>
          E-mail <input name="email" type="email" autoComplete="email" required />
        </label>
        <label>
          Password <input name="password" type="password" autoComplete="current-password" required />
        </label>
        <button name="way" value="login">
          Sign in
        </button>
        <button name="way" value="register">
          Register
        </button>
      </form>
      <p role="status">{fault}</p>
    </>
  )
}
