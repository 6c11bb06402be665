from django.http import HttpResponse
def compile(r, code): return HttpResponse()
def answers(r, code): return HttpResponse()
def results(r, code): return HttpResponse()
