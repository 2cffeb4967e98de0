// Runs in a page and finds text with less contrast than WCAG 2 requires (AA).

const least = 4.5

/** Each text of the page with too little contrast to its background. */
export function faintTexts(): string[] {
  const canvas = pixelOf('Canvas', [255, 255, 255])
  return elementsWithText().flatMap((element) => {
    const behind = backgroundOf(element, canvas)
    const ratio = contrast(pixelOf(getComputedStyle(element).color, behind), behind)
    return ratio < least ? [`${element.tagName} "${element.textContent.trim().slice(0, 40)}" ${ratio.toFixed(1)}`] : []
  })
}

type Pixel = [red: number, green: number, blue: number]

const elementsWithText = (): Element[] =>
  [...document.body.querySelectorAll('*')].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()),
  )

function backgroundOf(element: Element, canvas: Pixel): Pixel {
  const below = element.parentElement ? backgroundOf(element.parentElement, canvas) : canvas
  return pixelOf(getComputedStyle(element).backgroundColor, below)
}

/** The color that results on a background, for any notation and transparency. System colors follow the page's scheme. */
function pixelOf(color: string, below: Pixel): Pixel {
  const paint = document.createElement('canvas').getContext('2d')
  if (!paint) throw new Error('There is no canvas')
  paint.fillStyle = `rgb(${below.join(' ')})`
  paint.fillRect(0, 0, 1, 1)
  paint.fillStyle = color === 'Canvas' ? systemColor(color) : color
  paint.fillRect(0, 0, 1, 1)
  const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data
  return [red, green, blue]
}

function systemColor(name: string): string {
  const probe = document.createElement('div')
  probe.style.backgroundColor = name
  document.body.append(probe)
  const { backgroundColor } = getComputedStyle(probe)
  probe.remove()
  return backgroundColor
}

function contrast(one: Pixel, other: Pixel): number {
  const [darker = 0, lighter = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}

function luminance(pixel: Pixel): number {
  const [red = 0, green = 0, blue = 0] = pixel.map((value) => (value <= 10.31475 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
