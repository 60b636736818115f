package step

import (
	"strings"

	"github.com/forecourt/forecourt/twin/loop"
)

func init() {
	Register(Info{
		Name: "fault-http", Acts: true, New: func() Step { return &FaultHTTP{Times: 1} },
		Doc:     "lets the next exchange with an HTTP host suffer, or the next 'times': " + httpFaultsInWords(),
		Example: "fault-http: { host: gateway, fault: lose-answer, times: 2 }",
	})
}

// FaultHTTP plans faults of an HTTP host.
type FaultHTTP struct {
	Host  string         `yaml:",required"`
	Fault loop.HTTPFault `yaml:",required"`
	Times int
}

func httpFaultsInWords() string {
	var all []string
	for _, f := range loop.HTTPFaults {
		all = append(all, string(f.Fault)+", "+f.Does)
	}
	return strings.Join(all, "; ")
}

// Lint implements Step.
func (s *FaultHTTP) Lint(l *Lint) {
	l.Host("host", s.Host)
	var known []string
	for _, f := range loop.HTTPFaults {
		known = append(known, string(f.Fault))
	}
	l.OneOf("fault", "fault", string(s.Fault), known...)
	if s.Times < 1 || s.Times > 1000 {
		l.Wrong("times", "a fault happens 1 to 1000 times", "")
	}
}

// Run implements Step.
func (s *FaultHTTP) Run(h *Hand) error {
	faults := make([]loop.HTTPFault, s.Times)
	for i := range faults {
		faults[i] = s.Fault
	}
	return h.Station.FaultHTTP(s.Host, faults...)
}
