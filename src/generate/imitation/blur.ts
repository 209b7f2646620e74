/** Blurring by repeated running means: three of them are nearly a Gaussian. */

/** Blurs in place, borders repeated. @param radius half the width of the running mean, in pixels @param times how often */
export function blur(values: Float32Array, width: number, height: number, channels: number, radius: number, times = 2): void {
  if (radius < 1) return;
  const line = new Float32Array(Math.max(width, height));
  for (let time = 0; time < times; time++) {
    for (let channel = 0; channel < channels; channel++) {
      for (let row = 0; row < height; row++) runningMean(values, row * width * channels + channel, channels, width, radius, line);
      for (let column = 0; column < width; column++) runningMean(values, column * channels + channel, width * channels, height, radius, line);
    }
  }
}

function runningMean(values: Float32Array, start: number, step: number, count: number, radius: number, line: Float32Array): void {
  for (let index = 0; index < count; index++) line[index] = values[start + index * step];
  const last = count - 1;
  const share = 1 / (2 * radius + 1);
  let sum = 0;
  for (let offset = -radius; offset <= radius; offset++) sum += line[offset < 0 ? 0 : offset > last ? last : offset];
  for (let index = 0; index < count; index++) {
    values[start + index * step] = sum * share;
    const leaving = index - radius;
    const coming = index + radius + 1;
    sum += line[coming > last ? last : coming] - line[leaving < 0 ? 0 : leaving];
  }
}
