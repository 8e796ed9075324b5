import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { useQueryClient } from '@tanstack/react-query'
import { Form, SaveButton, useNotify } from 'react-admin'
import { forgetAccount } from '../api/own_account'
import { api, type Schemas } from '../api/client'
import { ConflictDialog } from '../kit/conflict_dialog'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { UserText } from '../kit/user_text'
import { useVersion, versionOf } from '../kit/use_version'
import { ProfileInputs } from './profile_inputs'

type Own = Schemas['OwnUser']

const members = ['username', 'display_name', 'bio', 'email'] as const

type Fields = Pick<Own, (typeof members)[number]>
type Values = Fields & { current_password?: string }

const fieldsOf = (of: Partial<Fields>) =>
  Object.fromEntries(members.map((name) => [name, of[name] ?? null])) as Fields

const isSame = (one: Own, other: Own) => members.every((name) => one[name] === other[name])

const write = (mine: Values, base: Fields, tag: string) => {
  const fields = fieldsOf(mine)
  const changed = members.filter((name) => fields[name] !== base[name])
  return api.PATCH('/users/me', {
    params: { header: { 'If-Match': tag } },
    body: {
      ...Object.fromEntries(changed.map((name) => [name, fields[name]])),
      current_password: mine.current_password,
    },
  })
}

/** The name and the address of the signed-in user. */
export const Profile = () => {
  const notify = useNotify()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const profile = useVersion<Own, Values>({
    read: async () =>
      versionOf(await api.GET('/users/me', { params: { query: { include: 'new_email' } } })),
    write: (mine, { data, tag }) => write(mine, fieldsOf(data), tag),
  })
  const { version, message, conflict } = profile

  const save = (values: Values, base?: typeof version) =>
    run(async () => {
      if (!(await profile.save(values, base))) return
      forgetAccount()
      await queryClient.invalidateQueries({ queryKey: ['auth'] })
      notify('resources.account.saved', { type: 'success' })
    })
  const withdraw = () =>
    run(async () => {
      await api.DELETE('/users/me/email-change')
      // What is typed into the other fields stays.
      await profile.follow(isSame)
      notify('resources.account.email_withdrawn', { type: 'success' })
    })
  return (
    <Section title="resources.account.profile">
      {message && <Alert severity="error">{message}</Alert>}
      {version && (
        <Form
          key={profile.formNumber}
          defaultValues={fieldsOf(version.data)}
          onSubmit={(values: object) => save(values as Values)}
          sanitizeEmptyValues
          noValidate
        >
          <ProfileInputs of={version.data} withdraw={withdraw} isBusy={isBusy} />
          <SaveButton label="ra.action.save" icon={<></>} alwaysEnable disabled={isBusy} />
        </Form>
      )}
      {conflict && (
        <ConflictDialog
          mine={<Shown of={fieldsOf(conflict.mine)} />}
          theirs={<Shown of={conflict.theirs.data} />}
          keepMine={() => void save(conflict.mine, conflict.theirs)}
          takeTheirs={profile.takeTheirs}
          close={profile.closeConflict}
        />
      )}
    </Section>
  )
}

const Shown = ({ of }: { of: Fields }) => (
  <Box sx={{ display: 'grid', gap: 1 }}>
    {members.map((name) => (
      <UserText key={name} lines={10}>
        {of[name]}
      </UserText>
    ))}
  </Box>
)
