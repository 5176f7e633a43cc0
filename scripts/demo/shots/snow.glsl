// The first snow under a street lamp, firs behind it.
const vec2 BULB = vec2(-0.34, 0.175);
const float GROUND = -0.245;

float fir(vec2 p, float height) {
  float y = p.y / height;
  float jag = 0.035 * (noise(vec2(y * 26.0, height * 90.0)) - 0.3) + 0.05 * abs(fract(y * 7.0) - 0.5);
  return abs(p.x) / height - 0.26 * (1.0 - y) + jag * (1.0 - 0.7 * y) + step(1.0, y) + step(y, 0.0);
}
float flakes(vec2 p, float t, float scale, float fall, float size, float seed) {
  p += vec2(0.030 * sin(t * 0.7 + p.y * 3.0 + seed) - 0.025 * t * fall, fall * t * 0.34);
  vec2 g = p * scale, cell = floor(g);
  vec3 h = hash3(vec3(cell, seed));
  vec2 q = fract(g) - 0.25 - 0.5 * h.xy;
  return smoothstep(size, size * 0.35, length(q)) * step(0.40, h.z) * (0.5 + 0.5 * h.x);
}
vec3 shot(vec2 p, float t) {
  p.x += 0.006 * (t - 3.0);
  vec2 d = p - BULB;
  float r = length(d);
  vec3 amber = vec3(1.0, 0.50, 0.16);
  vec3 light = mix(vec3(0.052, 0.098, 0.165), vec3(0.012, 0.026, 0.062), smoothstep(GROUND, 0.5, p.y));
  // Three lines of firs, paler the farther.
  for (int row = 0; row < 3; row++) {
    float k = float(row);
    float step_ = 0.105 + 0.055 * k;
    float x = p.x + 0.37 * k + 0.002 * t * k;
    float best = 1.0;
    for (int n = -1; n <= 1; n++) {
      float cell = floor(x / step_) + float(n);
      float h = hash2(vec2(cell, k + 4.0)).x;
      vec2 foot = vec2((cell + 0.5 + 0.5 * (h - 0.5)) * step_, GROUND - 0.015);
      best = min(best, fir(vec2(x, p.y) - foot, (0.15 + 0.08 * k) * (0.65 + 0.75 * h)));
    }
    vec3 wood = mix(vec3(0.030, 0.058, 0.098), vec3(0.006, 0.013, 0.025), k / 2.0);
    wood += amber * 0.030 * k * exp(-r * 3.4);
    light = mix(light, wood, inside(best, 0.010));
  }
  if (p.y < GROUND + 0.012 * noise(vec2(p.x * 5.0, 2.0))) {
    float depth = clamp((GROUND - p.y) / 0.26, 0.0, 1.0);
    float drift = 0.75 + 0.5 * fbm(vec3(p.x * (5.0 - 3.0 * depth), p.y * 22.0, 1.0), 4);
    light = mix(vec3(0.060, 0.102, 0.160), vec3(0.026, 0.050, 0.092), depth) * drift;
    vec2 e = (p - vec2(BULB.x + 0.02, GROUND - 0.075)) / vec2(0.50, 0.105);
    light += amber * vec3(1.0, 1.05, 1.15) * 0.48 * exp(-dot(e, e) * 1.3) * drift;
    // A path that somebody walked before the snow came.
    float way = p.x - 0.22 - 0.42 * (p.y - GROUND) * (1.0 + 2.0 * depth) - 0.02 * sin(p.y * 30.0);
    light *= 1.0 - 0.30 * smoothstep(0.03 + 0.14 * depth, 0.01 + 0.05 * depth, abs(way)) * (0.6 + 0.6 * noise(p * vec2(30.0, 70.0)));
  }
  float post = min(lineTo(p, vec2(BULB.x, BULB.y - 0.03), vec2(BULB.x, GROUND - 0.075)) - 0.0055, box(p - vec2(BULB.x, GROUND - 0.06), vec2(0.012, 0.03)) - 0.003);
  post = min(post, box(p - BULB + vec2(0.0, 0.040), vec2(0.016, 0.004)) - 0.002);
  light = mix(light, vec3(0.004, 0.006, 0.010) + amber * 0.05 * smoothstep(0.16, 0.0, r), inside(post, 0.0012));
  float cap = box(p - BULB - vec2(0.0, 0.047), vec2(0.026 - 0.5 * max(p.y - BULB.y - 0.040, 0.0), 0.008)) - 0.003;
  light += amber * 0.26 * (0.020 / (0.020 + r * r * 1.15)) + amber * 0.05 * exp(-r * 2.2);
  light += vec3(1.0, 0.66, 0.32) * 7.0 * inside(length(d * vec2(1.0, 0.90)) - 0.034, 0.004);
  light = mix(light, vec3(0.010, 0.012, 0.016), inside(cap, 0.0012));
  light += vec3(0.12, 0.15, 0.19) * inside(box(p - BULB - vec2(0.0, 0.059), vec2(0.020, 0.0035)) - 0.003, 0.0015);
  // Snow: the nearer the larger and the softer.
  float lamp = 0.020 / (0.020 + r * r);
  vec3 glow = vec3(0.060, 0.090, 0.130) + amber * 1.35 * lamp;
  light += glow * 0.75 * flakes(p, t, 34.0, 0.42, 0.075, 1.0);
  light += glow * 0.85 * flakes(p + 0.3, t, 21.0, 0.60, 0.085, 2.0);
  light += glow * 0.85 * flakes(p + 0.6, t, 12.0, 0.85, 0.085, 3.0);
  light += glow * 0.34 * flakes(p + 0.9, t, 5.0, 1.25, 0.115, 4.0);
  return light;
}
