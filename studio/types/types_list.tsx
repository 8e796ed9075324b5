import { BooleanField, DataTable, FunctionField, List } from 'react-admin'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { UserText } from '../kit/user_text'

type Type = Schemas['Type'] & { id: string }

/** All types by name. */
export const TypesList = () => (
  <List perPage={50} exporter={false} empty={false}>
    <DataTable<Type>
      rowClick={false}
      bulkActionButtons={false}
      sx={{
        '& .column-updated_at': { whiteSpace: 'nowrap' },
        '& .column-commentable, & .column-votable, & .column-write, & .column-updated_at': {
          display: { xs: 'none', sm: 'table-cell' },
        },
      }}
    >
      <DataTable.Col source="title" disableSort>
        <FunctionField<Type>
          render={({ name, title }) => (
            <Link to={`/types/${name}`} style={{ color: 'inherit' }}>
              <UserText lines={2}>{title}</UserText>
            </Link>
          )}
        />
      </DataTable.Col>
      <DataTable.Col source="name" disableSort />
      <DataTable.Col source="listed" disableSort field={BooleanField} />
      <DataTable.Col source="commentable" disableSort field={BooleanField} />
      <DataTable.Col source="votable" disableSort field={BooleanField} />
      <DataTable.Col source="write" disableSort />
      <DataTable.Col source="updated_at" disableSort>
        <FunctionField<Type> render={({ updated_at: at }) => <Moment at={at} />} />
      </DataTable.Col>
    </DataTable>
  </List>
)
