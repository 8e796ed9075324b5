import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import DialogActions from '@mui/material/DialogActions'
import DialogContent from '@mui/material/DialogContent'
import DialogTitle from '@mui/material/DialogTitle'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId } from 'react'
import { useLogout, useTranslate } from 'react-admin'
import { api } from '../api/client'
import { termsNeeded } from '../api/signal'
import { useTask } from './use_task'

const queryKey = ['terms']

/** @returns the site, if it has terms that the user has not accepted */
async function termsToAccept() {
  const { data: site } = await api.GET('/instance')
  if (site!.terms_version === null) return null
  const query = { fields: 'accepted_terms' }
  const { data: me } = await api.GET('/users/me', { params: { query } })
  return me!.accepted_terms === site!.terms_version ? null : site!
}

/** Asks for the present version of the terms: without it the API takes no write. */
export const TermsDialog = () => {
  const id = useId()
  const translate = useTranslate()
  const logout = useLogout()
  const queryClient = useQueryClient()
  const { run, isBusy } = useTask()
  const { data: site } = useQuery({ queryKey, queryFn: termsToAccept, staleTime: 60_000 })
  useEffect(
    () => termsNeeded.listen(() => void queryClient.invalidateQueries({ queryKey })),
    [queryClient]
  )
  if (!site) return null
  const accept = () =>
    void run(async () => {
      await api.PUT('/users/me/terms', { body: { version: site.terms_version! } })
      await queryClient.invalidateQueries({ queryKey })
    })
  return (
    <Dialog open fullWidth maxWidth="sm" aria-labelledby={id}>
      <DialogTitle id={id}>{translate('plaza.terms.title')}</DialogTitle>
      <DialogContent>
        <Typography gutterBottom>
          {translate('plaza.terms.intro', { site: site.name, version: site.terms_version })}
        </Typography>
        <ul>
          {site.rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
        {site.terms_url !== null && (
          <Link href={site.terms_url} target="_blank" rel="noreferrer">
            {translate('plaza.terms.read')}
          </Link>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={() => void logout()}>{translate('ra.auth.logout')}</Button>
        <Button variant="contained" disabled={isBusy} onClick={accept}>
          {translate('plaza.terms.accept')}
        </Button>
      </DialogActions>
    </Dialog>
  )
}
