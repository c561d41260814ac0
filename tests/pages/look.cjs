// Looks at pages: `node look.cjs FOLDER PAGE...` writes a picture of each into the folder, and ends with 1 when a page has a fault.
'use strict'
const fs = require('fs')
const path = require('path')
const puppeteer = require('puppeteer-core')
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

async function main([folder, ...pages]) {
  const browser = await puppeteer.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] })
  let faults = 0
  for (const file of pages) {
    const name = path.basename(file, '.html')
    for (const width of [1280, 390]) {
      for (const scheme of ['light', 'dark']) {
        faults += await look(browser, folder, file, `${name}-${width}-${scheme}`, width, scheme)
      }
    }
    faults += await print(browser, folder, file, name)
  }
  await browser.close()
  console.log(faults ? `${faults} faults` : `${pages.length} pages are in order`)
  process.exitCode = faults ? 1 : 0
}

async function look(browser, folder, file, name, width, scheme) {
  const page = await browser.newPage()
  const found = []
  let requests = 0
  page.on('request', () => requests++)
  page.on('console', message => found.push(`console: ${message.text()}`))
  page.on('pageerror', error => found.push(`error: ${error.message}`))
  page.on('dialog', dialog => { found.push('a dialog opened'); dialog.dismiss() })
  await page.setViewport({ width, height: 900 })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
  await page.goto(`file://${path.resolve(file)}`)
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  if (over > 0) found.push(`it is ${over} px too wide`)
  await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true })
  if (requests !== 1) found.push(`${requests} requests`)
  await page.evaluate(axe)
  const result = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }))
  for (const violation of result.violations) {
    const first = violation.nodes[0]
    found.push(`axe: ${violation.id}, ${violation.nodes.length} times: ${first.target.join(' ')}: ${first.failureSummary.split('\n').join(' ')}`)
  }
  await page.close()
  console.log(`${name}: ${found.length ? found.join('\n  ') : 'in order'}`)
  return found.length
}

async function print(browser, folder, file, name) {
  const page = await browser.newPage()
  await page.goto(`file://${path.resolve(file)}`)
  await page.emulateMediaType('print')
  const pdf = Buffer.from(await page.pdf({ format: 'A4', path: path.join(folder, `${name}.pdf`), margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } }))
  const sheets = (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) || []).length
  const rollouts = await page.evaluate(() => document.querySelectorAll('section.rollout').length)
  await page.close()
  console.log(`${name} on paper: ${sheets} sheets, ${rollouts} rollouts`)
  return sheets > 0 ? 0 : 1
}

main(process.argv.slice(2)).catch(error => { console.error(error); process.exitCode = 2 })
