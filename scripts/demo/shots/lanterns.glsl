// Paper lanterns over a quay, seen while rolling slowly sideways; the water holds them all once more.
const float FOCUS = 4.2;
const float WATER = -0.42;

vec3 paper(float h) {
  if (h < 0.26) return vec3(1.0, 0.20, 0.07);
  if (h < 0.54) return vec3(1.0, 0.52, 0.12);
  if (h < 0.70) return vec3(0.10, 0.62, 0.36);
  if (h < 0.84) return vec3(0.06, 0.42, 0.62);
  return vec3(1.0, 0.24, 0.30);
}
// Where lantern `i` of string `s` hangs; z is how far away.
vec3 hang(int s, int i, float t) {
  float k = float(i), sway = 0.018 * sin(t * 1.1 + k * 1.7 + float(s));
  float z = 1.15 + 0.82 * k + 0.3 * float(s);
  float x = (s == 0 ? -1.25 : s == 1 ? 0.55 : 2.35) + 0.16 * sin(k * 1.3) + sway;
  float sag = 0.10 * abs(sin(k * 1.0471976 + 0.4 * float(s)));
  return vec3(x - 0.11 * (t - 3.0), 0.66 - sag + 0.15 * float(s == 1), z);
}
vec3 lanterns(vec2 p, float t, bool mirrored, float stretch) {
  vec3 light = vec3(0.0);
  for (int s = 0; s < 3; s++) {
    vec2 last = vec2(0.0);
    for (int i = 13; i >= 0; i--) {
      vec3 at = hang(s, i, t);
      float y = mirrored ? 2.0 * WATER - at.y : at.y;
      vec2 on = vec2(at.x, y) / at.z * 0.92;
      float own = 0.108 / at.z * 0.92;
      float blur = 0.115 * abs(1.0 / at.z - 1.0 / FOCUS);
      float h = hash(float(i * 3 + s) + 5.0);
      vec3 tint = paper(h);
      float power = 0.85 + 0.5 * fract(h * 17.0) + 0.05 * sin(t * 5.0 + h * 60.0);
      float whole = own + blur;
      vec2 q = p - on;
      q.y /= stretch;
      light += tint * power * 0.0042 * own / (dot(q, q) + own * own * 1.4);
      if (dot(q, q) < whole * whole) {
        float shape = disc(q, whole, clamp(blur / whole + (mirrored ? 0.35 : 0.0), 0.08, 0.6));
        // In focus the paper shows its ribs, and is brighter where the candle is.
        float ribs = 1.0 - 0.30 * smoothstep(0.5, 0.0, blur / own) * smoothstep(0.3, 0.9, abs(sin(q.y / own * 9.0)));
        float candle = mix(1.0, 0.55 + 1.1 * exp(-dot(q + vec2(0.0, own * 0.25), q + vec2(0.0, own * 0.25)) / (own * own) * 1.8), smoothstep(0.8, 0.0, blur / own));
        light += tint * power * shape * ribs * candle * (own * own) / (whole * whole) * 2.1;
      }
      if (!mirrored && i < 13) {
        float cord = lineTo(p, on + vec2(0.0, own), last) - 0.0007;
        light *= 1.0 - 0.5 * inside(cord, 0.0009 + blur * 0.3) / (1.0 + blur * 140.0);
      }
      last = on + vec2(0.0, own);
    }
  }
  return light;
}
vec3 air(vec2 p) {
  vec3 light = mix(vec3(0.010, 0.050, 0.060), vec3(0.0022, 0.0105, 0.0240), smoothstep(-0.02, 0.42, p.y));
  light += vec3(0.020, 0.028, 0.018) * exp(-abs(p.y) * 15.0);
  return light;
}
vec3 bank(vec2 p, float t) {
  float x = p.x + 0.006 * t;
  float house = floor(x * 17.0);
  float roof = 0.022 + 0.034 * hash2(vec2(house, 3.0)).x + 0.010 * abs(fract(x * 17.0) - 0.5);
  if (p.y > roof || p.y < -0.02) return vec3(-1.0);
  vec2 cell = vec2(x * 90.0, p.y * 80.0);
  vec3 h = hash3(vec3(floor(cell), 6.0));
  float pane = smoothstep(0.42, 0.2, abs(fract(cell.x) - 0.5)) * smoothstep(0.45, 0.25, abs(fract(cell.y) - 0.5)) * step(0.86, h.x);
  return vec3(0.002, 0.006, 0.007) + vec3(1.0, 0.50, 0.16) * pane * 0.30 * h.y;
}
vec3 shot(vec2 p, float t) {
  p.y -= 0.035;
  if (p.y > -0.004) {
    vec3 houses = bank(p, t);
    vec3 light = houses.x >= 0.0 ? houses : air(p);
    return light + lanterns(p, t, false, 1.0);
  }
  float depth = -WATER / max(-p.y, 0.012) * 0.92;
  vec2 at = vec2(p.x * depth, depth);
  float ripple = noise(vec3(at * vec2(2.6, 5.0) + vec2(0.0, t * 0.5), t * 0.45)) - 0.5;
  float small = noise(vec3(at * vec2(8.0, 17.0) + vec2(0.0, t * 0.9), t * 0.9)) - 0.5;
  float strength = 0.030 + 0.055 * smoothstep(0.0, -0.5, p.y);
  vec2 bent = p + vec2(0.30, 1.0) * (ripple * 1.1 + small * 0.55) * strength;
  vec3 light = air(-bent) * 0.75;
  vec3 houses = bank(vec2(bent.x, -bent.y * 1.1), t);
  if (houses.x >= 0.0) light = houses * 0.6;
  light += lanterns(bent, t, true, 2.3) * (0.95 + 0.9 * small);
  // The edge of the quay, near us.
  return light * vec3(0.80, 0.95, 1.0);
}
