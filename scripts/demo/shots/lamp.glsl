// After wrap: one lamp still burns on an empty stage, and its light lands on a folding chair.
const vec2 HEAD = vec2(0.45, 0.205);
const vec2 POOL = vec2(-0.2, -0.335);
const float FLOOR = -0.19;

float chair(vec2 p, float lean) {
  float d = min(lineTo(p, vec2(-0.075, -0.115), vec2(0.078, 0.0)), lineTo(p, vec2(0.075, -0.115), vec2(-0.078, 0.0)));
  d = min(d, lineTo(p, vec2(-0.086, -0.117), vec2(0.086, -0.117)));
  d = min(d, min(lineTo(p, vec2(-0.08, 0.0), vec2(-0.082 + lean, 0.165)), lineTo(p, vec2(0.08, 0.0), vec2(0.078 + lean, 0.165))));
  d = min(d, min(lineTo(p, vec2(-0.105, 0.06), vec2(-0.06, 0.066)), lineTo(p, vec2(0.06, 0.066), vec2(0.105, 0.06))) - 0.002);
  d -= 0.0045;
  vec2 sag = vec2(0.0, 0.008 * (1.0 - p.x * p.x * 150.0));
  d = min(d, box(p - vec2(0.0, 0.0) + sag, vec2(0.079, 0.007)));
  return min(d, box(p - vec2(lean, 0.135), vec2(0.081, 0.029)));
}
float lampBody(vec2 q) {
  // q: along the beam, and across it.
  float d = box(q - vec2(-0.062, 0.0), vec2(0.05, 0.05)) - 0.012;
  d = min(d, box(q - vec2(-0.012, 0.0), vec2(0.014, 0.066)) - 0.003);
  d = min(d, lineTo(q, vec2(0.002, 0.067), vec2(0.075, 0.125)) - 0.003);
  return min(d, lineTo(q, vec2(0.002, -0.067), vec2(0.062, -0.118)) - 0.003);
}
vec3 shot(vec2 p, float t) {
  p = (p - vec2(-0.05, -0.1)) * (1.0 - 0.014 * t) + vec2(-0.05, -0.1);
  float burn = 1.0 + 0.03 * (noise(vec2(t * 3.0, 1.0)) - 0.5);
  vec3 warm = kelvin(2750.0) * burn;
  vec2 aim = normalize(POOL + vec2(0.0, 0.06) - HEAD), side = vec2(-aim.y, aim.x);
  vec2 d = p - HEAD;
  vec2 q = vec2(dot(d, aim), dot(d, side));

  float reach = max(q.x, 0.0);
  float width = 0.055 + 0.30 * reach;
  float cone = smoothstep(1.0, 0.25, abs(q.y) / width) * smoothstep(-0.01, 0.05, q.x);
  float haze = fbm(vec3(p * vec2(3.4, 4.2) + vec2(t * 0.05, -t * 0.035), t * 0.06), 5);
  haze = 0.28 + 1.5 * haze * haze;
  float fade = 1.0 / (0.10 + 2.6 * reach * reach + 0.35 * reach);
  float ground = smoothstep(-0.46, -0.22, p.y + 0.04 * sin(p.x * 3.0));

  vec3 light = vec3(0.0);
  // The back wall: dark cloth in folds, lit by what the beam scatters.
  float fold = 0.6 + 0.4 * noise(vec2(p.x * 26.0 + 3.0 * noise(vec2(p.x * 5.0, p.y)), 2.0));
  vec2 w = (p - vec2(-0.28, -0.1)) * vec2(1.0, 1.25);
  float wall = exp(-dot(w, w) * 7.5) * 0.075 + 0.006 + exp(-dot(d, d) * 9.0) * 0.03;
  light += warm * wall * fold * smoothstep(FLOOR - 0.004, FLOOR + 0.004, p.y);

  // The floor: boards that run towards us, and the pool of light on them.
  if (p.y < FLOOR) {
    float depth = 0.11 / (FLOOR + 0.055 - p.y);
    vec2 floorAt = vec2((p.x + 0.05) * depth * 10.0, depth * 10.0);
    float boards = 0.72 + 0.28 * hash2(vec2(floor(floorAt.x * 0.9), 1.0)).x;
    boards *= 1.0 - 0.5 * smoothstep(0.46, 0.5, abs(fract(floorAt.x * 0.9) - 0.5)) * smoothstep(2.2, 0.6, depth);
    boards *= 0.8 + 0.4 * noise(vec2(floorAt.x * 9.0, floorAt.y * 1.2));
    vec2 e = (p - POOL) / vec2(0.43, 0.115);
    float pool = smoothstep(1.15, 0.2, length(e + 0.04 * noise(p * 9.0)));
    light += warm * boards * (0.55 * pool + 0.022 + 0.05 * exp(-dot(e, e) * 0.5));
    vec2 shade = (p - POOL - vec2(-0.12, -0.008)) / vec2(0.15, 0.024);
    light *= 1.0 - 0.86 * smoothstep(1.0, 0.35, length(shade));
  }
  light += warm * cone * haze * fade * 0.052 * mix(0.25, 1.0, ground);
  // The wide scatter around the lamp.
  light += warm * (0.010 / (0.02 + dot(d, d) * 2.2)) * (0.5 + 0.5 * haze) * 0.16;

  // Dust that drifts through the beam.
  for (int layer = 0; layer < 2; layer++) {
    vec2 cell = (p + vec2(0.010, -0.014) * t * (1.0 + float(layer))) * (17.0 + 9.0 * float(layer));
    vec3 h = hash3(vec3(floor(cell), float(layer)));
    float mote = smoothstep(0.07, 0.0, length(fract(cell) - 0.25 - 0.5 * h.xy)) * step(0.8, h.z);
    light += warm * mote * cone * fade * 0.32 * (0.5 + 0.5 * sin(t * 2.0 + h.x * 40.0));
  }

  // The chair, with light along its edges.
  vec2 c = (p - vec2(-0.2, -0.226)) / 1.06;
  float front = chair(c, 0.0), back = chair(c - vec2(0.018, 0.013), 0.012);
  float seat = min(front, back);
  vec3 cloth = warm * (0.035 + 0.16 * smoothstep(-0.09, 0.09, c.x) * smoothstep(-0.12, 0.15, c.y));
  float rim = inside(seat, 0.0012) * (1.0 - inside(min(chair(c + vec2(-0.0045, -0.004), 0.0), chair(c - vec2(0.0225, 0.017), 0.012)) , 0.002));
  light = mix(light, cloth * 0.5, inside(back, 0.0012));
  light = mix(light, cloth, inside(front, 0.0012));
  light += warm * rim * 0.34;

  // The lamp on its stand.
  float stand = lineTo(p, HEAD + vec2(0.045, -0.02), vec2(0.5, -0.31)) - 0.0045;
  stand = min(stand, lineTo(p, vec2(0.5, -0.28), vec2(0.41, -0.385)) - 0.0035);
  stand = min(stand, lineTo(p, vec2(0.5, -0.28), vec2(0.60, -0.385)) - 0.0035);
  stand = min(stand, lineTo(p, vec2(0.5, -0.28), vec2(0.515, -0.36)) - 0.0035);
  light = mix(light, warm * 0.006 + warm * 0.03 * smoothstep(0.5, 0.49, p.x), inside(stand, 0.0012));
  float body = lampBody(q);
  float bodyRim = inside(body, 0.0012) * (1.0 - inside(body + 0.004, 0.002)) * smoothstep(-0.12, 0.05, q.x);
  light = mix(light, warm * 0.008, inside(body, 0.0012));
  light += warm * bodyRim * 0.5;
  vec2 lens = vec2((q.x - 0.006) / 0.020, q.y / 0.058);
  float glass = inside(length(lens) - 1.0, 0.05);
  float rings = 0.75 + 0.25 * cos(length(lens) * 34.0);
  light += glass * kelvin(3300.0) * burn * (4.0 + 12.0 * exp(-dot(lens, lens) * 3.0)) * rings;
  return light;
}
