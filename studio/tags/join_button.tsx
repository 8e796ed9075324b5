import Button from '@mui/material/Button'
import { useState } from 'react'
import { useRefresh, useTranslate } from 'react-admin'
import type { Schemas } from '../api/client'
import { JoinDialog } from './join_dialog'

/** Opens the dialog that joins a tag to another one. */
export const JoinButton = ({ tag }: { tag: Schemas['Tag'] }) => {
  const [isOpen, open] = useState(false)
  const translate = useTranslate()
  const refresh = useRefresh()
  const label = translate('resources.tags.join')
  return (
    <>
      <Button size="small" aria-label={`${label}: ${tag.name}`} onClick={() => open(true)}>
        {label}
      </Button>
      {isOpen && <JoinDialog tag={tag} close={() => open(false)} done={() => refresh()} />}
    </>
  )
}
