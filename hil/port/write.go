package port

import (
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Write puts bytes on the line and returns when the kernel has them, or, where RTS switches the direction, when they
// have left. What the line does not take within the time that the bytes last and Config.WriteWithin is given up, with
// all that still waits to leave, so that half a frame does not precede the next one.
func (p *Port) Write(b []byte) (int, error) {
	p.writing.Lock()
	defer p.writing.Unlock()
	if err := p.gone(); err != nil {
		return 0, err
	}
	if p.config.Listen {
		return 0, p.wrap(ErrListening)
	}
	span := time.Duration(len(b)) * time.Duration(p.span.Load())
	if p.config.Echo {
		now := p.clock.Now()
		p.echo.expect(b, now, now.Add(span+p.config.WriteWithin+echoSlack))
	}
	if p.config.Direction == ByRTS {
		if err := p.dev.RTS(!p.config.RTSLow); err != nil {
			return 0, p.latch(closedOr(err))
		}
		defer func() { _ = p.dev.RTS(p.config.RTSLow) }()
	}
	within := span + p.config.WriteWithin
	n, err := p.put(b, time.Now().Add(within))
	if err == nil && p.config.Direction == ByRTS {
		err = p.dev.Drain(within)
	}
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, os.ErrDeadlineExceeded):
		p.dev.Discard()
		if p.isClosing() {
			return n, p.wrap(ErrClosed)
		}
		return n, p.wrap(fmt.Errorf("%w: %d of %d bytes within %s", ErrStuck, n, len(b), within))
	}
	return n, p.latch(closedOr(err))
}

func (p *Port) put(b []byte, deadline time.Time) (n int, err error) {
	if err := p.dev.SetWriteDeadline(deadline); err != nil {
		return 0, err
	}
	if p.isClosing() { // it may have set its deadline before ours
		return 0, os.ErrClosed
	}
	return p.dev.Write(b)
}

func (p *Port) isClosing() bool {
	select {
	case <-p.closed:
		return true
	default:
		return false
	}
}

// closeWithin bounds Close beyond the time that what was written takes to leave.
const closeWithin = time.Second

// Close ends a Read and a Write under way, lets what was written leave for a bounded time, drops the rest, and gives the
// port back. It may be called again. A driver that does not let go within a second is left to itself.
func (p *Port) Close() error {
	p.mu.Lock()
	if p.isClosing() {
		p.mu.Unlock()
		return nil
	}
	close(p.closed)
	hungUp := p.reason != nil
	p.reason = p.wrap(ErrClosed)
	p.mu.Unlock()

	_ = p.dev.SetReadDeadline(past)
	_ = p.dev.SetWriteDeadline(past)
	done := make(chan error, 1)
	go func() {
		p.writing.Lock()
		defer p.writing.Unlock()
		if !hungUp {
			_ = p.dev.Drain(closeWithin / 4)
			p.dev.Discard()
		}
		done <- p.dev.Close()
	}()
	select {
	case err := <-done:
		if err != nil && !hungUp {
			return p.wrap(err)
		}
		return nil
	case <-time.After(closeWithin):
		return p.wrap(errors.New("the driver does not let go of it"))
	}
}

// Stream is the port as plain bytes, for code that knows no chunks: a byte with a mark is left out of what is read, so
// that its frame fails its check. Closing the stream closes the port.
func (p *Port) Stream() io.ReadWriteCloser { return &stream{Port: p} }
