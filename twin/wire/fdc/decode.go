package fdc

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

const (
	maxDepth    = 16
	maxElements = 32768
)

// The refusals of a document.
var (
	errDepth    = fmt.Errorf("more than %d levels", maxDepth)
	errElements = fmt.Errorf("more than %d elements", maxElements)
	errType     = errors.New("a document type or entity is not allowed")
	errProcess  = errors.New("a processing instruction is not allowed")
)

// Decode reads a document. What it does not know of it is left.
func Decode(document []byte) (Document, error) {
	in := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(document, byteOrder)))
	in.CharsetReader = charset
	d := xml.NewTokenDecoder(&bounded{in: in})
	for {
		t, err := d.Token()
		if err != nil {
			return nil, trouble(err)
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		doc, err := read(d, start)
		if err != nil {
			return nil, trouble(err)
		}
		return doc, end(d)
	}
}

func read(d *xml.Decoder, start xml.StartElement) (Document, error) {
	var doc Document
	switch start.Name.Local {
	case "ServiceRequest":
		doc = &ServiceRequest{}
	case "ServiceResponse":
		doc = &ServiceResponse{}
	case "POSMessage":
		doc = &POSMessage{}
	case "FDCMessage":
		doc = &FDCMessage{}
	default:
		return nil, fmt.Errorf("there is no document <%.32s>", start.Name.Local)
	}
	return doc, d.DecodeElement(doc, &start)
}

// end checks that nothing but space and comments follows the document.
func end(d *xml.Decoder) error {
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return trouble(err)
		}
		if _, more := t.(xml.StartElement); more {
			return errors.New("fdc: something follows the document")
		}
	}
}

func trouble(err error) error {
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("fdc: %w", err)
}

// byteOrder is the mark that some writers put before UTF-8.
var byteOrder = []byte("\xEF\xBB\xBF")

// charset takes what ASCII and UTF-8 are called, and utf-16: FUS declares that, being written from a string in memory,
// and sends ASCII. Had it been true, the declaration could not have been read. Other encodings are refused.
func charset(label string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(label) {
	case "utf-8", "utf8", "us-ascii", "ascii", "utf-16":
		return in, nil
	}
	return nil, fmt.Errorf("encoding %.16q, expected UTF-8", label)
}

// bounded passes on the tokens of a document as long as they keep within its limits.
type bounded struct {
	in              *xml.Decoder
	depth, elements int
	begun           bool
}

// Token implements xml.TokenReader.
func (b *bounded) Token() (xml.Token, error) {
	t, err := b.in.RawToken()
	if err != nil {
		return nil, err
	}
	switch t := t.(type) {
	case xml.Directive:
		return nil, errType
	case xml.ProcInst:
		if t.Target != "xml" || b.begun {
			return nil, errProcess
		}
	case xml.StartElement:
		b.begun = true
		if b.depth++; b.depth > maxDepth {
			return nil, errDepth
		}
		if b.elements++; b.elements > maxElements {
			return nil, errElements
		}
	case xml.EndElement:
		b.depth--
	}
	return t, nil
}

// Encode writes a document with its declaration.
func Encode(d Document) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?>`)
	if err := xml.NewEncoder(&b).Encode(d); err != nil {
		return nil, fmt.Errorf("fdc: %w", err)
	}
	return b.Bytes(), nil
}
