import { DataTable, FunctionField, List } from 'react-admin'
import { Link } from 'react-router'
import type { Schemas } from '../api/client'
import { Moment } from '../kit/moment'
import { UserText } from '../kit/user_text'

type Collection = Schemas['Collection'] & { id: string }

/** All collections, by their slugs. */
export const CollectionsList = () => (
  <List perPage={50} exporter={false} empty={false}>
    <DataTable<Collection>
      rowClick={false}
      bulkActionButtons={false}
      sx={{
        '& .column-updated_at': { whiteSpace: 'nowrap' },
        '& .column-slug, & .column-description': { display: { xs: 'none', sm: 'table-cell' } },
      }}
    >
      <DataTable.Col source="title" disableSort>
        <FunctionField<Collection>
          render={({ slug, title }) => (
            <Link to={`/collections/${encodeURIComponent(slug)}`} style={{ color: 'inherit' }}>
              <UserText lines={2}>{title}</UserText>
            </Link>
          )}
        />
      </DataTable.Col>
      <DataTable.Col source="slug" disableSort>
        <FunctionField<Collection> render={({ slug }) => <UserText lines={2}>{slug}</UserText>} />
      </DataTable.Col>
      <DataTable.Col source="description" disableSort>
        <FunctionField<Collection>
          render={({ description }) => <UserText lines={2}>{description}</UserText>}
        />
      </DataTable.Col>
      <DataTable.Col source="updated_at" disableSort>
        <FunctionField<Collection> render={({ updated_at: at }) => <Moment at={at} />} />
      </DataTable.Col>
    </DataTable>
  </List>
)
