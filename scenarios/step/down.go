package step

func init() {
	Register(Info{
		Name: "down", Acts: true, New: func() Step { return &Down{down: true} },
		Doc: "makes an HTTP host unreachable", Example: "down: { host: gateway }",
	})
	Register(Info{
		Name: "up", Acts: true, New: func() Step { return &Down{} },
		Doc: "makes an HTTP host reachable again", Example: "up: { host: gateway }",
	})
}

// Down makes an HTTP host unreachable, or reachable again.
type Down struct {
	Host string `yaml:",required"`
	down bool
}

// Lint implements Step.
func (s *Down) Lint(l *Lint) { l.Host("host", s.Host) }

// Run implements Step.
func (s *Down) Run(h *Hand) error { return h.Station.DownHTTP(s.Host, s.down) }
