/** Names that exist without being defined: Python's builtins of both major versions, and what IPython adds. */

/** https://docs.python.org/3/library/builtins.html, https://ipython.readthedocs.io/en/stable/interactive/reference.html */
export const pythonBuiltins: ReadonlySet<string> = new Set(`
ArithmeticError AssertionError AttributeError BaseException BaseExceptionGroup BlockingIOError BrokenPipeError BufferError BytesWarning
ChildProcessError ConnectionAbortedError ConnectionError ConnectionRefusedError ConnectionResetError DeprecationWarning EOFError Ellipsis
EncodingWarning EnvironmentError Exception ExceptionGroup False FileExistsError FileNotFoundError FloatingPointError FutureWarning
GeneratorExit IOError ImportError ImportWarning In IndentationError IndexError InterruptedError IsADirectoryError KeyError KeyboardInterrupt
LookupError MemoryError ModuleNotFoundError NameError None NotADirectoryError NotImplemented NotImplementedError OSError Out OverflowError
PendingDeprecationWarning PermissionError ProcessLookupError RecursionError ReferenceError ResourceWarning RuntimeError RuntimeWarning
StopAsyncIteration StopIteration SyntaxError SyntaxWarning SystemError SystemExit TabError TimeoutError True TypeError UnboundLocalError
UnicodeDecodeError UnicodeEncodeError UnicodeError UnicodeTranslateError UnicodeWarning UserWarning ValueError Warning ZeroDivisionError _
__ ___ __build_class__ __builtins__ __debug__ __doc__ __file__ __import__ __loader__ __name__ __package__ __spec__ _dh _i _ih _ii _iii _oh _sqldf
abs aiter all anext any ascii basestring bin bool breakpoint bytearray bytes callable chr classmethod cmp compile complex copyright credits
delattr dict dir display divmod enumerate eval exec execfile exit file filter float format frozenset get_ipython getattr globals hasattr
hash help hex id input int isinstance issubclass iter len license list locals long map max memoryview min next object oct open ord pow print
property quit range raw_input reduce reload repr reversed round set setattr slice sorted staticmethod str sum super tuple type unichr
unicode vars xrange zip
`.trim().split(/\s+/));
