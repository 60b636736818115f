package port

import (
	"context"
	"errors"
	"io"
)

type stream struct {
	*Port
	rest []byte
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
