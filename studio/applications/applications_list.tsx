import Button from '@mui/material/Button'
import {
  DataTable,
  FunctionField,
  List,
  TopToolbar,
  useListContext,
  useTranslate,
} from 'react-admin'
import { Link, useNavigate } from 'react-router'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { useShortcuts } from '../kit/shortcuts'
import { UserText } from '../kit/user_text'

type Application = Schemas['Application']

const pathOf = ({ id }: Application) => `/applications/${id}/show`

/** The queue, the oldest first. */
export const ApplicationsList = () => {
  const translate = useTranslate()
  return (
    <List perPage={25} exporter={false} empty={false} actions={<Actions />}>
      <DataTable<Application>
        rowClick={false}
        bulkActionButtons={false}
        empty={<p>{translate('resources.applications.none')}</p>}
        sx={{
          // Its texts break anywhere, so the long one beside it would leave it no width.
          '& .column-email': { minWidth: { xs: '7rem', sm: '12rem' } },
          '& .column-applied_at': { minWidth: { xs: '5rem', sm: '9rem' } },
        }}
      >
        <DataTable.Col source="email" disableSort>
          <FunctionField<Application>
            render={(application) => (
              <Link to={pathOf(application)} style={{ color: 'inherit' }}>
                <UserText lines={2}>{application.email}</UserText>
              </Link>
            )}
          />
        </DataTable.Col>
        <DataTable.Col source="application" disableSort>
          <FunctionField<Application>
            render={({ application }) => <UserText lines={3}>{application}</UserText>}
          />
        </DataTable.Col>
        <DataTable.Col source="applied_at" disableSort>
          <FunctionField<Application> render={({ applied_at: at }) => <Moment at={at} />} />
        </DataTable.Col>
      </DataTable>
    </List>
  )
}

const Actions = () => {
  const translate = useTranslate()
  const navigate = useNavigate()
  const { data = [] } = useListContext<Application>()
  const begin = () => {
    if (data.length > 0) void navigate(pathOf(data[0]))
  }
  useShortcuts([{ key: 'o', label: 'resources.applications.first', act: begin }])
  return (
    <TopToolbar>
      <Button onClick={begin} disabled={data.length === 0}>
        {translate('resources.applications.first')}
      </Button>
    </TopToolbar>
  )
}
