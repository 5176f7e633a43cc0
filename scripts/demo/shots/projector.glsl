// The last screening, seen from the screen: the projector's beam over the rows of seats.
const vec2 PORT = vec2(0.06, 0.145);

vec3 tintOf(float angle, float t) {
  float k = noise(vec3(cos(angle) * 1.6, sin(angle) * 1.6, t * 0.7));
  return mix(vec3(0.52, 0.82, 1.0), vec3(1.0, 0.93, 0.80), smoothstep(0.35, 0.65, k));
}
float seats(vec2 p, float row) {
  float wide = 0.135 + 0.036 * row;
  float shift = 0.37 * row;
  float x = p.x / wide + shift;
  float cell = floor(x);
  vec2 q = vec2((fract(x) - 0.5) * wide, p.y);
  float d = box(q - vec2(0.0, -0.10), vec2(wide * 0.36, 0.10)) - wide * 0.09;
  float taken = step(0.70, hash2(vec2(cell, row * 3.0 + 2.0)).x);
  vec2 person = q - vec2(wide * 0.10 * (hash(cell + row) - 0.5), 0.036 + 0.014 * row);
  float head = length(person * vec2(1.12, 0.92)) - wide * 0.205;
  float neck = box(person - vec2(0.0, -wide * 0.26), vec2(wide * 0.075, wide * 0.14)) - wide * 0.03;
  return taken > 0.5 ? min(d, min(head, neck)) : d;
}
vec3 shot(vec2 p, float t) {
  vec2 d = p - PORT;
  float r = length(d), angle = atan(d.y, d.x);
  float beat = 0.90 + 0.10 * noise(vec2(t * 7.0, 3.0));
  float frame = noise(vec2(t * 1.3, 9.0));

  // The hall: darkness, a little of the light that comes back from the screen.
  vec3 light = vec3(0.0016, 0.0024, 0.0036) + vec3(0.007, 0.011, 0.016) * smoothstep(0.15, 0.95, abs(d.x)) * (0.5 + frame);
  light *= 0.75 + 0.5 * smoothstep(0.30, 0.5, abs(fract(p.x * 7.0) - 0.5));

  // The beam: rays that change as the picture changes, wider below than above.
  vec3 around = vec3(cos(angle), sin(angle), 0.0);
  float rays = fbm(around * 3.0 + vec3(0.0, 0.0, t * 0.9), 3);
  float fine = 0.6 * noise(around * 15.0 + vec3(0.0, 0.0, t * 1.4)) + 0.4 * noise(around * 41.0 + vec3(0.0, 0.0, t * 1.9));
  float ray = smoothstep(0.22, 0.70, rays) * (0.25 + 1.25 * fine * fine);
  float spread = smoothstep(0.55, -0.35, sin(angle) * 0.9 - 0.05) * 0.9 + 0.10;
  float haze = 0.55 + 0.9 * fbm(vec3(p * 2.6 + vec2(t * 0.05, t * 0.02), t * 0.10), 4);
  light += tintOf(angle, t) * beat * ray * spread * haze * (0.085 / (0.045 + r * 0.95)) * 1.05;

  // Dust in the beam, coming slowly nearer.
  for (int layer = 0; layer < 3; layer++) {
    float age = fract(t * 0.045 + float(layer) / 3.0);
    float zoom = mix(26.0, 7.0, age);
    vec2 cell = turn(float(layer) * 2.1) * d * zoom;
    vec3 h = hash3(vec3(floor(cell), float(layer) + 2.0));
    vec2 q = fract(cell) - 0.3 - 0.4 * h.xy;
    float mote = smoothstep(0.085, 0.0, length(q)) * step(0.72, h.z) * sin(age * PI);
    light += tintOf(angle, t) * mote * ray * spread * (0.35 + 0.65 * sin(t * 3.0 + h.y * 50.0)) * 0.34 / (0.25 + r);
  }

  // The port itself.
  float pane = box(d, vec2(0.030, 0.020));
  light += vec3(0.85, 0.95, 1.0) * beat * (26.0 * inside(pane, 0.003) * (0.55 + 0.45 * inside(length(d) - 0.014, 0.010)) + 0.0030 / (r * r + 0.0022));
  light += vec3(0.020, 0.026, 0.030) * inside(abs(box(d, vec2(0.062, 0.043))) - 0.0015, 0.001);
  float second = box(p - PORT - vec2(-0.23, 0.0), vec2(0.020, 0.014));
  light += vec3(0.10, 0.060, 0.026) * inside(second, 0.0018);

  // Rows of seats, the nearest last; light catches their upper edges.
  for (int row = 0; row < 5; row++) {
    float k = float(row);
    vec2 q = vec2(p.x - PORT.x * 0.6, p.y + 0.075 + 0.062 * k + 0.013 * k * k);
    if (q.y > 0.10 + 0.03 * k) continue;
    float s = seats(q, k);
    vec2 towards = normalize(PORT - p);
    float rim = inside(s, 0.0015) * (1.0 - inside(seats(q + vec2(towards.x * 0.35, towards.y) * (0.0055 + 0.0020 * k), k), 0.0045));
    float reach = (0.10 + 0.62 * ray * spread) / (0.35 + r * 1.5);
    vec3 cloth = vec3(0.0050, 0.0030, 0.0036) * (1.0 + 0.6 * smoothstep(-0.12, 0.0, q.y));
    light = mix(light, cloth, inside(s, 0.0015));
    light += tintOf(angle, t) * beat * rim * reach * 0.62;
  }
  return light;
}
