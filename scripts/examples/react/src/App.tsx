import type { User } from '@taskpact/client'
import { useEffect, useState } from 'react'
import { currentUser } from './api.ts'
import { SignIn } from './SignIn.tsx'
import { Tasks } from './Tasks.tsx'

type Someone = Pick<User, 'id' | 'name'>

export function App() {
  const [user, setUser] = useState<Someone | null | undefined>()
  const look = () => void currentUser().then(setUser)
  useEffect(look, [])
  if (user === undefined) return <p role="status">Loading …</p>
  if (user === null) return <SignIn onSignedIn={look} />
  return <Tasks key={user.id} user={user} onSignedOut={() => setUser(null)} />
}
