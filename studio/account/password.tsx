import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  Form,
  minLength,
  PasswordInput,
  required,
  SaveButton,
  useGetIdentity,
  useNotify,
} from 'react-admin'
import { api } from '../api/client'
import { renewSession } from '../api/session'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'

interface Values {
  current_password: string
  new_password: string
}

/** A new password ends all sessions. This one goes on with the new password. */
export const Password = () => {
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { identity } = useGetIdentity()
  const { run, isBusy } = useTask()
  // A form with empty fields follows each change.
  const [changes, count] = useState(0)

  const change = (values: Partial<Values>) =>
    run(async () => {
      const passwords = values as Values
      const { data } = await api.PUT('/users/me/password', { body: passwords })
      const { username } = identity!
      const credentials = { username, password: passwords.new_password }
      const isSignedIn = await renewSession(credentials, data!.access_token)
      count((before) => before + 1)
      if (!isSignedIn) return notify('resources.account.sign_in_again', { autoHideDuration: null })
      notify('resources.account.password_changed', { type: 'success' })
      await queryClient.invalidateQueries({ queryKey: ['own sessions'] })
    })
  return (
    <Section title="resources.account.password">
      <Form<Values> key={changes} onSubmit={change} noValidate>
        <PasswordInput
          source="current_password"
          label="resources.account.fields.current_password"
          validate={required()}
          autoComplete="current-password"
          fullWidth
        />
        <PasswordInput
          source="new_password"
          label="resources.account.fields.new_password"
          helperText="resources.account.password_help"
          validate={[required(), minLength(8)]}
          autoComplete="new-password"
          fullWidth
        />
        <SaveButton
          label="resources.account.change_password"
          icon={<></>}
          variant="outlined"
          alwaysEnable
          disabled={isBusy}
        />
      </Form>
    </Section>
  )
}
