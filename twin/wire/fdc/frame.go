package fdc

import (
	"crypto/md5"
	"encoding/binary"
	"fmt"

	"github.com/forecourt/forecourt/twin/wire"
)

// HeaderSize is the length of a message's header.
const HeaderSize = 22

// DefaultMax is the most bytes a document may have unless a Dialect says otherwise.
const DefaultMax = 1 << 20

const hashMD5 = 1

// AppendFrame appends a message: the header, and the document as it is.
func AppendFrame(dst, document []byte, phrase string) []byte {
	dst = binary.BigEndian.AppendUint32(dst, uint32(len(document)))
	dst = binary.BigEndian.AppendUint16(dst, hashMD5)
	sum := hashOf(document, phrase)
	dst = append(dst, sum[:]...)
	return append(dst, document...)
}

func hashOf(document []byte, phrase string) (sum [md5.Size]byte) {
	h := md5.New()
	h.Write(document)
	h.Write([]byte(phrase))
	h.Sum(sum[:0])
	return sum
}

// Reader cuts a byte stream into documents, however it is split.
type Reader struct {
	Phrase    string
	Unchecked bool // the hash is not looked at
	Max       int  // bytes of a document; zero: DefaultMax

	held   []byte
	from   int // what is before it has been read
	broken bool
}

// Feed takes bytes from the stream; they are copied. A broken reader takes none.
func (r *Reader) Feed(b []byte) {
	if r.broken {
		return
	}
	if r.from > 0 {
		r.held = append(r.held[:0], r.held[r.from:]...)
		r.from = 0
	}
	r.held = append(r.held, b...)
}

// Next returns the next document, which is valid until Feed; false when it is not there yet. An error with a document
// that was skipped leaves the reader as it was before it; Broken says that no more can be read.
func (r *Reader) Next() (document []byte, ok bool, err *wire.FrameError) {
	b := r.held[r.from:]
	if r.broken || len(b) < HeaderSize {
		return nil, false, nil
	}
	n := int64(binary.BigEndian.Uint32(b))
	limit := int64(r.Max)
	if limit == 0 {
		limit = DefaultMax
	}
	switch id := binary.BigEndian.Uint16(b[4:]); {
	case id != hashMD5:
		return nil, false, r.fail(b, 4, fmt.Sprintf("hash id %04Xh, expected 0001h", id))
	case n == 0:
		return nil, false, r.fail(b, 0, "a document of no bytes")
	case n > limit:
		return nil, false, r.fail(b, 0, fmt.Sprintf("a document of %d bytes, at most %d", n, limit))
	case int64(len(b)) < HeaderSize+n:
		return nil, false, nil
	}
	document = b[HeaderSize : HeaderSize+n]
	r.from += HeaderSize + int(n)
	if !r.Unchecked && hashOf(document, r.Phrase) != [md5.Size]byte(b[6:HeaderSize]) {
		return nil, false, frameError(b[:HeaderSize], 6, "the hash is not that of the document with our pass-phrase")
	}
	return document, true, nil
}

// Broken says that the stream cannot be followed any more.
func (r *Reader) Broken() bool { return r.broken }

func (r *Reader) fail(b []byte, offset int, reason string) *wire.FrameError {
	r.broken = true
	e := frameError(b[:HeaderSize], offset, reason)
	r.held, r.from = nil, 0
	return e
}

// frameError keeps at most the first bytes of what was refused.
func frameError(raw []byte, offset int, reason string) *wire.FrameError {
	const kept = 64
	raw = raw[:min(len(raw), kept)]
	return &wire.FrameError{Dialect: Name, Offset: offset, Reason: reason, Raw: append([]byte(nil), raw...)}
}
