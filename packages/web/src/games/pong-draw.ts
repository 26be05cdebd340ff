import type { Drawn } from './motion.ts';
import { field } from './shapes.ts';

/** Draws the field over the whole canvas, in the colours of the style sheet and as sharp as the screen is. */
export function drawField(canvas: HTMLCanvasElement, drawn: Drawn, own: number): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const width = Math.round(canvas.clientWidth * devicePixelRatio);
  const height = Math.round(canvas.clientHeight * devicePixelRatio);
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const style = getComputedStyle(canvas);
  const scale = height / field.height;
  context.clearRect(0, 0, width, height);
  context.fillStyle = style.getPropertyValue('border-top-color');
  for (let y = 0.02; y < field.height; y += 0.08)
    context.fillRect(width / 2 - scale * 0.003, y * scale, scale * 0.006, scale * 0.04);
  for (const seat of [0, 1] as const) {
    const x = seat === 0 ? field.edge : field.width - field.edge;
    const isOwn = seat === own;
    context.fillStyle = isOwn ? style.getPropertyValue('outline-color') : style.color;
    const thick = 0.024;
    context.beginPath();
    context.roundRect(
      (x - thick / 2) * scale,
      (drawn.paddles[seat] - field.paddle / 2) * scale,
      thick * scale,
      field.paddle * scale,
      (thick / 2) * scale,
    );
    context.fill();
  }
  context.fillStyle = style.color;
  context.beginPath();
  context.arc(drawn.ball.x * scale, drawn.ball.y * scale, field.ball * scale, 0, Math.PI * 2);
  context.fill();
}
