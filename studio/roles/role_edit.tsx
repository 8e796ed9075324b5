import Alert from '@mui/material/Alert'
import Button from '@mui/material/Button'
import Stack from '@mui/material/Stack'
import Typography from '@mui/material/Typography'
import { useState } from 'react'
import { Form, SaveButton, Title, useNotify, useTranslate } from 'react-admin'
import { useQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { ownAccount } from '../api/own_account'
import { api, type Schemas } from '../api/client'
import { ConflictDialog } from '../kit/conflict_dialog'
import { Section } from '../kit/section'
import { useTask } from '../kit/use_task'
import { useVersion, versionOf } from '../kit/use_version'
import { DeleteRoleDialog } from './delete_role_dialog'
import { PermissionsInput, PermissionsShown } from './permissions_input'
import { RankInput } from './rank_input'

type Role = Schemas['Role']
type Values = Pick<Role, 'rank' | 'permissions'>

export const RoleEdit = () => {
  const { id: name } = useParams()
  return <Page key={name} name={name!} />
}

const Page = ({ name }: { name: string }) => {
  const translate = useTranslate()
  const notify = useNotify()
  const { run, isBusy } = useTask()
  const [isDeleting, askToDelete] = useState(false)
  const { data: own } = useQuery({ queryKey: ['own account'], queryFn: ownAccount })
  const path = { role: name }
  const role = useVersion<Role, Values>({
    read: async () => versionOf(await api.GET('/admin/roles/{role}', { params: { path } })),
    write: ({ rank, permissions }, { data, tag }) =>
      api.PATCH('/admin/roles/{role}', {
        params: { path, header: { 'If-Match': tag } },
        body: {
          ...(rank !== data.rank && { rank }),
          ...(`${permissions}` !== `${data.permissions}` && { permissions }),
        },
      }),
  })
  const { version, message, conflict } = role
  const save = (values: Values, base?: typeof version) =>
    run(async () => {
      if (await role.save(values, base)) notify('resources.roles.saved', { type: 'success' })
    })

  if (message) return <Alert severity="error">{message}</Alert>
  if (!version || !own) return null
  const { rank, permissions, is_built_in: isBuiltIn } = version.data
  const title = <Title title={name} />
  if (isBuiltIn || own.role === name) {
    return (
      <Stack spacing={2} sx={{ mt: 2 }}>
        {title}
        <Alert severity="info">
          {translate(`resources.roles.${isBuiltIn ? 'is_built_in' : 'is_own'}`)}
        </Alert>
        <Section title="resources.roles.details">
          <Typography>{translate(`resources.roles.ranks.${rank}`)}</Typography>
        </Section>
        <Section title="resources.roles.permissions">
          <PermissionsShown granted={permissions} />
        </Section>
      </Stack>
    )
  }
  return (
    <>
      {title}
      <Form
        key={role.formNumber}
        defaultValues={{ rank, permissions }}
        onSubmit={(values: object) => save(values as Values)}
      >
        <Stack spacing={2} sx={{ mt: 2 }}>
          <Section title="resources.roles.details">
            <RankInput />
          </Section>
          <Section title="resources.roles.permissions">
            <PermissionsInput />
          </Section>
          <Stack direction="row" sx={{ gap: 1, justifyContent: 'space-between', flexWrap: 'wrap' }}>
            <SaveButton icon={<></>} alwaysEnable disabled={isBusy} />
            <Button color="error" onClick={() => askToDelete(true)}>
              {translate('resources.roles.delete')}
            </Button>
          </Stack>
        </Stack>
      </Form>
      {isDeleting && <DeleteRoleDialog name={name} close={() => askToDelete(false)} />}
      {conflict && (
        <ConflictDialog
          mine={<Shown of={conflict.mine} />}
          theirs={<Shown of={conflict.theirs.data} />}
          keepMine={() => void save(conflict.mine, conflict.theirs)}
          takeTheirs={role.takeTheirs}
          close={role.closeConflict}
        />
      )}
    </>
  )
}

const Shown = ({ of: { rank, permissions } }: { of: Values }) => {
  const translate = useTranslate()
  return (
    <>
      <Typography gutterBottom>{translate(`resources.roles.ranks.${rank}`)}</Typography>
      <PermissionsShown granted={permissions} />
    </>
  )
}
