package step

func init() {
	Register(Info{
		Name: "cut-bus", Acts: true, New: func() Step { return &CutBus{cut: true} },
		Doc: "breaks a bus for everyone on it", Example: "cut-bus: { bus: 1 }",
	})
	Register(Info{
		Name: "join-bus", Acts: true, New: func() Step { return &CutBus{} },
		Doc: "joins a bus that was cut", Example: "join-bus: { bus: 1 }",
	})
}

// CutBus breaks a bus, or joins it again.
type CutBus struct {
	Bus int `yaml:",required"`
	cut bool
}

// Lint implements Step.
func (s *CutBus) Lint(l *Lint) { l.Bus("bus", s.Bus) }

// Run implements Step.
func (s *CutBus) Run(h *Hand) error { return h.Station.CutBus(s.Bus, s.cut) }
