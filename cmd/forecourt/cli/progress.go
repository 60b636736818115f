package cli

import (
	"fmt"
	"sync"
)

// progress is the line that shows, on a terminal, what is being played. In a process that plays a share for another one
// it names each scenario that has ended on standard output instead.
type progress struct {
	mu    sync.Mutex
	p     *program
	total int
	ended int
	share bool
	now   string
}

func newProgress(p *program, total int, share bool) *progress {
	return &progress{p: p, total: total, share: share}
}

func (s *progress) begin(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = id
	s.show()
}

func (s *progress) end(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ended++
	if s.share {
		s.p.print("%s\n", id)
		return
	}
	s.show()
}

func (s *progress) show() {
	if s.p.errTerminal && !s.share {
		_, _ = fmt.Fprintf(s.p.stderr, "\r\x1b[K%d of %d   %s", s.ended, s.total, s.now)
	}
}

// done takes the line away.
func (s *progress) done() {
	if s.p.errTerminal && !s.share {
		_, _ = fmt.Fprint(s.p.stderr, "\r\x1b[K")
	}
}
