package port

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/wire"
)

const readSize = 4096

// past is a deadline that has passed.
var past = time.Unix(1, 0)

// incoming is what was read and not yet handed over.
type incoming struct {
	raw   [readSize]byte
	plain []byte // the bytes of runs
	runs  []run  // what is left of them
	marks marks
	at    clock.Instant // when raw was read
	prev  clock.Instant // when the chunk before ended
	span  time.Duration // of a byte
}

func (in *incoming) reset(s wire.Settings) {
	in.runs, in.marks, in.span = nil, marks{parity: s.Parity != wire.NoParity}, s.Span(1)
}

// Read waits for bytes until the context ends; it then returns the context's error, and nothing is lost. The chunk is
// valid until the next Read. After a hang-up or Close every Read returns ErrHungUp or ErrClosed.
func (p *Port) Read(ctx context.Context) (wire.Chunk, error) {
	p.reading.Lock()
	defer p.reading.Unlock()
	for {
		if c, ok := p.incoming.next(); ok {
			return c, nil
		}
		if err := p.gone(); err != nil {
			return wire.Chunk{}, err
		}
		if err := ctx.Err(); err != nil {
			return wire.Chunk{}, err
		}
		if err := p.fill(ctx); err != nil {
			return wire.Chunk{}, err
		}
	}
}

// fill reads once. It returns nil without bytes when it was woken for nothing.
func (p *Port) fill(ctx context.Context) error {
	deadline, _ := ctx.Deadline() // the zero time is none
	if err := p.dev.SetReadDeadline(deadline); err != nil {
		return p.latch(closedOr(err))
	}
	stop := context.AfterFunc(ctx, func() { _ = p.dev.SetReadDeadline(past) })
	n, err := p.dev.Read(p.incoming.raw[:])
	stop()
	if n > 0 {
		in := &p.incoming
		in.at = p.clock.Now()
		in.plain, in.runs = in.marks.decode(in.plain[:0], in.runs[:0], in.raw[:n])
		in.runs = p.echo.filter(in.plain, in.runs, in.at)
	}
	switch {
	case err == nil && n > 0:
		return nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		if !deadline.IsZero() && !time.Now().Before(deadline) {
			return context.DeadlineExceeded
		}
		return nil
	}
	// EIO, end of file and nothing at all: each is what some kernel says of a line that is gone.
	if n > 0 {
		_ = p.latch(closedOr(err))
		return nil
	}
	return p.latch(closedOr(err))
}

func closedOr(err error) error {
	if errors.Is(err, os.ErrClosed) {
		return ErrClosed
	}
	return ErrHungUp
}

// next takes the next run as a chunk.
func (in *incoming) next() (wire.Chunk, bool) {
	if len(in.runs) == 0 {
		return wire.Chunk{}, false
	}
	r := in.runs[0]
	in.runs = in.runs[1:]
	after := len(in.plain) - r.to // bytes of the same read that came later
	last := max(in.at.Add(-time.Duration(after)*in.span), in.prev)
	first := max(last.Add(-time.Duration(r.to-r.from)*in.span), in.prev)
	in.prev = last
	return wire.Chunk{Bytes: in.plain[r.from:r.to], First: first, Last: last, Marks: r.marks}, true
}
