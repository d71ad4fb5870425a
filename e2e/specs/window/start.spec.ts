import { test } from '../../fixtures/test'
import { releasesPage } from '../../pages/releases-page'

/** Measured and told, never judged: how fast it is depends on the machine and on what else runs there. */
test('reports the time from the launch to the first row', async ({ launch }, info) => {
  const times: number[] = []
  for (let start = 0; start < 3; start++) {
    const launched = performance.now()
    const { app, page } = await launch()
    await releasesPage(page).ready()
    times.push(Math.round(performance.now() - launched))
    await app.close()
  }
  const report = `launch to first row, ${info.project.name}: ${times.join(', ')} ms`
  info.annotations.push({ type: 'measurement', description: report })
  console.log(report)
})
