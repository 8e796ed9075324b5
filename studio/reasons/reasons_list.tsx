import { DataTable, FunctionField, List } from 'react-admin'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { UserText } from '../kit/user_text'

type Reason = Schemas['Reason']

/** What staff choose from in the dialogs of actions, by title. */
export const ReasonsList = () => (
  <List perPage={50} exporter={false} empty={false}>
    <DataTable<Reason> rowClick={false} bulkActionButtons={false}>
      <DataTable.Col source="title" disableSort>
        <FunctionField<Reason>
          render={({ id, title }) => (
            <Link to={`/reasons/${id}`} style={{ color: 'inherit' }}>
              <UserText lines={2}>{title}</UserText>
            </Link>
          )}
        />
      </DataTable.Col>
      <DataTable.Col source="text" disableSort>
        <FunctionField<Reason> render={({ text }) => <UserText lines={3}>{text}</UserText>} />
      </DataTable.Col>
      <DataTable.Col source="updated_at" disableSort>
        <FunctionField<Reason> render={({ updated_at: at }) => <Moment at={at} />} />
      </DataTable.Col>
    </DataTable>
  </List>
)
