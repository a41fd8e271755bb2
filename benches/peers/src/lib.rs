//! Nothing of its own: it names what is measured.
