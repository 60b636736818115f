package port

import (
	"context"
	"errors"
	"io"
	"time"
)

type stream struct {
	*Port
	rest []byte
}

// Write implements io.Writer.
func (s *stream) Write(b []byte) (int, error) {
	s.Port.Pace(len(b))
	return s.Port.Write(b)
}

// Pace takes the time that n bytes take where the line has none of its own: two stations that are joined by
// pseudo-terminals would else hear what the far end has only begun to say. On a real line it returns at once.
func (p *Port) Pace(n int) {
	if !p.dev.IsPseudo() {
		return
	}
	select {
	case <-p.closed:
	case <-time.After(time.Duration(n) * time.Duration(p.span.Load())):
	}
}

// Read implements io.Reader.
func (s *stream) Read(b []byte) (int, error) {
	for len(s.rest) == 0 {
		c, err := s.Port.Read(context.Background())
		if errors.Is(err, ErrHungUp) || errors.Is(err, ErrClosed) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, err
		}
		if c.Marks == 0 {
			s.rest = c.Bytes
		}
	}
	n := copy(b, s.rest)
	s.rest = s.rest[n:]
	return n, nil
}
