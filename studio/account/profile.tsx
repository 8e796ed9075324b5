import Alert from '@mui/material/Alert'
import Box from '@mui/material/Box'
import { useQueryClient } from '@tanstack/react-query'
import {
  email,
  Form,
  maxLength,
  PasswordInput,
  required,
  SaveButton,
  TextInput,
  useNotify,
} from 'react-admin'
import { useWatch } from 'react-hook-form'
import { forgetAccount } from '../api/own_account'
import { api, type Schemas } from '../api/client'
import { ConflictDialog } from '../kit/conflict_dialog'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { UserText } from '../kit/user_text'
import { useVersion, versionOf } from '../kit/use_version'

type Own = Schemas['OwnUser']

const members = ['username', 'display_name', 'bio', 'email'] as const

type Fields = Pick<Own, (typeof members)[number]>
type Values = Fields & { current_password?: string }

const fieldsOf = (of: Partial<Fields>) =>
  Object.fromEntries(members.map((name) => [name, of[name] ?? null])) as Fields

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
    read: async () => versionOf(await api.GET('/users/me')),
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
          <Inputs email={version.data.email} />
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

const Inputs = ({ email: present }: Pick<Own, 'email'>) => (
  <>
    <TextInput
      source="username"
      label="resources.account.fields.username"
      helperText="resources.account.username_help"
      validate={required()}
      autoComplete="username"
      fullWidth
    />
    <TextInput
      source="display_name"
      label="resources.account.fields.display_name"
      validate={maxLength(50)}
      autoComplete="name"
      slotProps={{ htmlInput: { dir: 'auto' } }}
      fullWidth
    />
    <TextInput
      source="bio"
      label="resources.account.fields.bio"
      validate={maxLength(500)}
      slotProps={{ htmlInput: { dir: 'auto' } }}
      multiline
      minRows={2}
      fullWidth
    />
    <TextInput
      source="email"
      label="resources.account.fields.email"
      helperText="resources.account.email_help"
      validate={[required(), email()]}
      autoComplete="email"
      fullWidth
    />
    <Proof email={present} />
  </>
)

/** Asked for with a new e-mail alone. */
const Proof = ({ email: present }: Pick<Own, 'email'>) => {
  const typed = useWatch({ name: 'email' })
  if (typed === present) return null
  return (
    <PasswordInput
      source="current_password"
      label="resources.account.fields.current_password"
      validate={required()}
      autoComplete="current-password"
      fullWidth
    />
  )
}
